import type { FindingAdvice } from '#lib/server/findings/find-advice.ts';

export type AdvisedCve = NonNullable<FindingAdvice>['cves'][number];

/** CVEs that stand in the table before the reader asks for all. */
export const FIRST_CVES = 10;

function isExploited({ kev, ssvc }: AdvisedCve): boolean {
  return kev !== null || ssvc?.exploitation === 'active';
}

/** Worst first: seen exploited, then by CVSS score, then by EPSS; without a score after those with one. */
export function worstFirst(cves: readonly AdvisedCve[]): AdvisedCve[] {
  return cves.toSorted(
    (a, b) =>
      Number(a.rejected) - Number(b.rejected) ||
      Number(isExploited(b)) - Number(isExploited(a)) ||
      (b.cvss?.score ?? -1) - (a.cvss?.score ?? -1) ||
      (b.epss?.score ?? -1) - (a.epss?.score ?? -1) ||
      (a.cve < b.cve ? -1 : 1),
  );
}

export interface RecordFile {
  readonly feed: string;
  readonly seq: number;
  readonly file: string | null;
  readonly sha256: string | null;
  readonly publishedAt: string | null;
  readonly receivedAt: string | null;
}

/** The files that the deciding records stand in, each once. */
export function filesOf(cves: readonly AdvisedCve[]): RecordFile[] {
  const files = new Map<number, RecordFile>();
  for (const { record } of cves) {
    if (record) files.set(record.seq, record);
  }
  return [...files.values()];
}

/** What is not known of the CVEs, in words; none when every one is scored. */
export function unscoredWords(cves: readonly AdvisedCve[]): string | null {
  const counted = cves.filter(({ rejected }) => !rejected);
  const without = counted.filter(({ cvss }) => cvss === null).length;
  if (without === 0) return null;
  return without === counted.length ? 'none scored yet' : `${without} not scored yet`;
}

/** CISA's decision points as one line: `active, automatable, total impact`. */
export function ssvcWords({ ssvc }: AdvisedCve): string | null {
  if (ssvc === null) return null;
  const seen = { none: 'no exploit seen', poc: 'proof of concept', active: 'active' }[ssvc.exploitation];
  return `${seen}, ${ssvc.automatable ? 'automatable' : 'not automatable'}, ${ssvc.impact} impact`;
}
