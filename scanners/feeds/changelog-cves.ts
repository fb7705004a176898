import { compareSign } from '#core/version/compare.ts';

/** One version in a Debian changelog (deb-changelog(5)). */
export interface ChangelogEntry {
  readonly source: string;
  readonly version: string;
  /** As written: `medium`, `high`. */
  readonly urgency: string;
  /** Each once, in the order they are named. */
  readonly cves: readonly string[];
  /** When the entry was signed off, UTC ms; null where that cannot be read. Not when the archive published it. */
  readonly at: number | null;
}

/** A header as it can begin an entry, and the form whose parts can be read; longer lines are none. */
const HEADER = /^\S+ \([^)]+\) .*; *urgency=/;
const PARTS = /^(\S+) \(([^)]+)\) [^;]*; *urgency=(\w+)/;
const MAX_HEADER = 4096;
const SIGNED_OFF = /^ -- .*>\s+(\w{3}, +\d{1,2} \w{3} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4})\s*$/;
const CVE = /CVE-\d{4}-\d{4,7}/g;

/** The entries of a changelog, newest first as they are written; text before the first and entries without a version are left out. */
export function readChangelog(text: string): ChangelogEntry[] {
  const entries: {
    source: string;
    version: string;
    urgency: string;
    cves: Set<string>;
    at: number | null;
  }[] = [];
  let inEntry = false;
  for (const line of text.split('\n')) {
    if (line.length <= MAX_HEADER && HEADER.test(line)) {
      const [, source, version, urgency] = PARTS.exec(line) ?? [];
      inEntry = source !== undefined && version !== undefined && urgency !== undefined;
      if (inEntry)
        entries.push({
          source: source ?? '',
          version: version ?? '',
          urgency: (urgency ?? '').toLowerCase(),
          cves: new Set(),
          at: null,
        });
    }
    const entry = inEntry ? entries.at(-1) : undefined;
    if (!entry) continue;
    for (const [cve] of line.matchAll(CVE)) entry.cves.add(cve);
    const [, date] = line.length <= MAX_HEADER ? (SIGNED_OFF.exec(line) ?? []) : [];
    if (date !== undefined) entry.at = instantOf(date);
  }
  return entries.map((entry) => ({ ...entry, cves: [...entry.cves] }));
}

function instantOf(date: string): number | null {
  const at = Date.parse(date);
  return Number.isFinite(at) ? at : null;
}

/** What an update brings. */
export interface ChangelogSpan {
  readonly versions: readonly string[];
  readonly cves: readonly string[];
  readonly urgencies: readonly string[];
}

/**
 * What lies between the installed and the candidate version of a source package (dpkg's order), newest first:
 * reading ends at the first entry that is not newer than what is installed.
 */
export function changelogBetween(
  entries: readonly ChangelogEntry[],
  installed: string,
  candidate: string,
): ChangelogSpan {
  const end = entries.findIndex(({ version }) => compareSign('deb', version, installed) !== 1);
  const newer = end === -1 ? entries : entries.slice(0, end);
  const between = newer.filter(({ version }) => compareSign('deb', version, candidate) !== 1);
  return {
    versions: between.map(({ version }) => version),
    cves: [...new Set(between.flatMap(({ cves }) => cves))],
    urgencies: between.map(({ urgency }) => urgency),
  };
}
