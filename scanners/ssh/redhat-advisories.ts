import { z } from 'zod';
import type { HostAdvisory } from '#core/inventory/observation.ts';
import { readAnswer, readArray, type Answer } from './redhat-answer.ts';
import { readNevra, type PackageId } from './redhat-names.ts';
import { eachLine, type ProblemList, type SectionText } from './section-lines.ts';

/** One package of one advisory, as the list of the package manager names it. */
export interface AdvisoryRow {
  readonly id: string;
  readonly kind: HostAdvisory['kind'];
  readonly severity: string | null;
  readonly pkg: PackageId;
  /** Publication or last change, UTC ms. */
  readonly updatedAt: number | null;
  /** Line in the section, from 1. */
  readonly line: number;
}

const KINDS: ReadonlySet<string> = new Set(['security', 'bugfix', 'enhancement', 'newpackage']);

function isKind(text: string): text is HostAdvisory['kind'] {
  return KINDS.has(text);
}

function kindOf(text: string): HostAdvisory['kind'] {
  const kind = text.toLowerCase();
  return isKind(kind) ? kind : 'other';
}

function severityOf(text: string | undefined): string | null {
  const severity = text?.trim().toLowerCase() ?? '';
  return severity === '' || severity === 'none' || severity === 'unknown' ? null : severity;
}

/**
 * Reads the list of advisories: `dnf updateinfo list` and `yum updateinfo list` as text, `dnf5 advisory list` as JSON
 * or, before it had that, as a table. Only lines in the form of a row are read; messages of plugins are not.
 */
export function parseUpdateinfo({ section, text }: SectionText, problems: ProblemList): AdvisoryRow[] {
  const answer = readAnswer(text);
  if (answer.manager === 'dnf5') {
    const rows = readArray(answer);
    if (rows)
      return fromJson(rows, answer, () => problems.add(section, 'unreadable', 'an entry is not as expected'));
  }
  const rows: AdvisoryRow[] = [];
  answer.eachLine((line, number) => {
    const words = readRow(line);
    const pkg = words && readNevra(words.nevra);
    if (words && pkg) rows.push({ ...words.facts, pkg, line: number });
    else if (words || looksLikeAdvisory(line)) problems.unreadable(section, number);
  });
  return rows;
}

/** JSON that could not be read, or a line that begins with the id of an advisory: silence about it would be wrong. */
function looksLikeAdvisory(line: string): boolean {
  return /^[[{]|^\s*(?:i )?[A-Z][A-Z0-9]+-\d{4}[-:]|"nevra"/.test(line);
}

interface Row {
  readonly nevra: string;
  readonly facts: Omit<AdvisoryRow, 'pkg' | 'line'>;
}

/** `RHSA-2024:1 Important/Sec. openssl-…`, `RHBA-2024:2 bugfix bash-…`, or dnf 5's table of five columns. */
function readRow(line: string): Row | null {
  const words = line.trim().split(/\s+/);
  if (words[0] === 'i') words.shift();
  const [id = '', label = '', third = '', nevra, day, time] = words;
  if (!/^[\w.:@+-]+$/.test(id)) return null;
  if (nevra === undefined) {
    const severity = /^(\S+)\/Sec\.$/.exec(label)?.[1];
    if (severity === undefined && !/^(security|bugfix|enhancement|newpackage|unknown)$/.test(label))
      return null;
    const kind = severity === undefined ? kindOf(label) : 'security';
    if (third === '') return null;
    return { nevra: third, facts: { id, kind, severity: severityOf(severity), updatedAt: null } };
  }
  const updatedAt = readInstant(`${day ?? ''} ${time ?? ''}`);
  if (updatedAt === null || words.length !== 6) return null;
  return { nevra, facts: { id, kind: kindOf(label), severity: severityOf(third), updatedAt } };
}

const instantSchema = z.union([z.number(), z.string()]).optional();
const listedSchema = z.object({
  name: z.string().min(1),
  type: z.string(),
  severity: z.string().nullish(),
  nevra: z.string(),
  buildtime: instantSchema,
});

function fromJson(rows: readonly unknown[], answer: Answer, unreadable: () => void): AdvisoryRow[] {
  const lines = new Map<string, number>();
  answer.eachLine((line, number) => {
    const nevra = /"nevra"\s*:\s*"([^"]+)"/.exec(line)?.[1];
    if (nevra !== undefined && !lines.has(nevra)) lines.set(nevra, number);
  });
  return rows.flatMap((row) => {
    const { data } = listedSchema.safeParse(row);
    const pkg = data ? readNevra(data.nevra) : null;
    if (!data || !pkg) {
      unreadable();
      return [];
    }
    const { name: id, type, severity, nevra, buildtime } = data;
    const line = lines.get(nevra) ?? 1;
    const updatedAt = readInstant(buildtime);
    return [{ id, kind: kindOf(type), severity: severityOf(severity ?? undefined), updatedAt, pkg, line }];
  });
}

/** `2024-01-02 03:04:05` in UTC, an ISO instant, or seconds since 1970; null = none of them. */
function readInstant(value: string | number | undefined): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value * 1000 : null;
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)Z?$/.exec(value?.trim() ?? '');
  if (!match?.[1] || !match[2]) return null;
  const at = Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(at) ? null : at;
}

/** What the details of an advisory add to its rows. */
interface Details {
  readonly cves: readonly string[];
  readonly severity: string | null;
  readonly issuedAt: number | null;
  readonly updatedAt: number | null;
}

/** Joins the rows with the details of the security advisories; rows are in order, so the answer is too. */
export function joinAdvisories(rows: readonly AdvisoryRow[], { text }: SectionText): HostAdvisory[] {
  const answer = readAnswer(text);
  const details = answer.manager === 'dnf5' ? detailsOfJson(readArray(answer)) : detailsOfText(text);
  const advisories = new Map<string, HostAdvisory & { packages: PackageId[] }>();
  for (const { id, kind, severity, updatedAt, pkg } of rows) {
    const known = advisories.get(id);
    if (known) known.packages.push(pkg);
    else {
      const more = details.get(id);
      advisories.set(id, {
        id,
        kind,
        severity: severity ?? more?.severity ?? null,
        issuedAt: more?.issuedAt ?? null,
        updatedAt: more?.updatedAt ?? updatedAt,
        packages: [pkg],
        cves: more?.cves ?? [],
      });
    }
  }
  return [...advisories.values()];
}

const CVE = /^CVE-\d{4}-\d{4,}$/;

const detailSchema = z.object({
  Name: z.string(),
  Severity: z.string().nullish(),
  Issued: instantSchema,
  references: z.array(z.object({ Id: z.string(), Type: z.string(), Title: z.string().nullish() })).optional(),
});

/**
 * dnf 5 calls "Issued" what libsolv keeps: the later of publication and change. Fedora often refers to Bugzilla only;
 * there the titles name the CVEs.
 */
function detailsOfJson(rows: readonly unknown[] | null): Map<string, Details> {
  const details = new Map<string, Details>();
  for (const row of rows ?? []) {
    const { data } = detailSchema.safeParse(row);
    if (!data) continue;
    const references = data.references ?? [];
    const named = references.filter(({ Type }) => Type === 'cve').map(({ Id }) => Id);
    const titles = references.flatMap(
      ({ Title }) => Title?.slice(0, 2048).match(/\bCVE-\d{4}-\d{4,}\b/g) ?? [],
    );
    details.set(data.Name, {
      cves: [...new Set([...named.filter((id) => CVE.test(id)), ...titles])],
      severity: severityOf(data.Severity ?? undefined),
      issuedAt: null,
      updatedAt: readInstant(data.Issued),
    });
  }
  return details;
}

interface OpenDetails {
  cves: string[];
  severity: string | null;
  issuedAt: number | null;
  updatedAt: number | null;
}

/** `Update ID: …`, `CVEs: …` and its continuation lines `: …`, as dnf 4 and yum print them. */
function detailsOfText(text: string): Map<string, Details> {
  const details = new Map<string, Details>();
  let current: OpenDetails | null = null;
  eachLine(text, (line) => {
    const match = /^\s*([A-Z][A-Za-z ]*?)?\s*: (.*)$/.exec(line);
    const value = match?.[2]?.trim() ?? '';
    if (match?.[1] === 'Update ID') {
      current = { cves: [], severity: null, issuedAt: null, updatedAt: null };
      details.set(value, current);
    } else if (match && current) addDetail(current, match[1], value);
  });
  return details;
}

function addDetail(current: OpenDetails, key: string | undefined, value: string): void {
  if (key === 'Severity') current.severity = severityOf(value);
  else if (key === 'Issued') current.issuedAt = readInstant(value);
  else if (key === 'Updated') current.updatedAt = readInstant(value);
  else if ((key === 'CVEs' || key === undefined) && CVE.test(value) && !current.cves.includes(value))
    current.cves.push(value);
}
