import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { isUnfixed } from '#core/reports/finding-of-flaw.ts';
import type { FlawFindings } from '#core/reports/finding-of-flaw.ts';
import type { ReportedScore } from '#core/ranking/reported-rating.ts';
import { ownText } from '#scanners/own-text.ts';

/** CVEs of one fix that are kept; a list beyond that is no list of one fix. */
const MAX_CVES = 1000;

/** What a report says of one fix of one product. */
export interface FixWords {
  readonly fix: string;
  readonly product: string;
  readonly title: string;
  readonly severity: ReportedFlaw['severity'];
  /** Sorted. */
  readonly cves: readonly string[];
  /** Sorted, each once. */
  readonly scores: readonly ReportedScore[];
}

/** Gathers what a report says of fixes, flaw by flaw. */
export interface FixBook {
  readonly note: (findings: FlawFindings, flaw: ReportedFlaw) => void;
  readonly all: () => FixWords[];
}

interface Gathering {
  readonly fix: string;
  readonly product: string;
  readonly title: string;
  severity: ReportedFlaw['severity'];
  readonly cves: Set<string>;
  readonly scores: Map<string, ReportedScore>;
}

const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export function createFixBook(): FixBook {
  const fixes = new Map<string, Gathering>();
  return {
    note: ({ fixes: named, product }, flaw) => {
      for (const fix of named) {
        const key = `${fix}\u001f${product}`;
        let words = fixes.get(key);
        if (!words) fixes.set(key, (words = newWords(fix, product, flaw)));
        words.severity = worse(words.severity, flaw.severity);
        const cves = isUnfixed(fix) ? [fix.slice('no-fix:'.length)] : flaw.cves;
        for (const cve of cves) noteCve(words, cve, flaw);
        if (cves.length === 0) noteScore(words, '', flaw);
      }
    },
    all: () =>
      [...fixes.values()].map((words) => ({
        ...words,
        cves: [...words.cves].sort(),
        scores: [...words.scores].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, score]) => score),
      })),
  };
}

/** A tool scores the flaw that it reports: the score is that of each vulnerability it names with it. */
function noteCve(words: Gathering, name: string, flaw: ReportedFlaw): void {
  if (!words.cves.has(name)) {
    if (words.cves.size >= MAX_CVES) return;
    words.cves.add(ownText(name));
  }
  noteScore(words, name, flaw);
}

/** The worst score of each scale; `name` '' = of a flaw for which the tool names no vulnerability. */
function noteScore(words: Gathering, name: string, { cvss }: ReportedFlaw): void {
  if (cvss === null) return;
  const key = `${name} ${cvss.version}`;
  const before = words.scores.get(key);
  const vector = cvss.vector ?? '';
  const isWorse =
    before === undefined ||
    cvss.score > before.score ||
    (cvss.score === before.score && vector > before.vector);
  if (isWorse)
    words.scores.set(ownText(key), {
      cve: ownText(name),
      version: cvss.version,
      score: cvss.score,
      vector: ownText(vector),
    });
}

/** With texts of its own: a part of a text keeps the file alive that it was cut from. */
function newWords(fix: string, product: string, { title }: ReportedFlaw): Gathering {
  return {
    fix: ownText(fix),
    product: ownText(product),
    title: ownText(title),
    severity: null,
    cves: new Set(),
    scores: new Map(),
  };
}

function worse(a: ReportedFlaw['severity'], b: ReportedFlaw['severity']): ReportedFlaw['severity'] {
  return severities.find((severity) => severity === a || severity === b) ?? null;
}
