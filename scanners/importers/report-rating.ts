import type { ReportedCvss } from '#core/advisory/reported-flaw.ts';
import type { Severity } from '#core/advisory/rank.ts';

export type ReportedSeverity = Severity | 'info' | null;

const words: ReadonlyMap<string, ReportedSeverity> = new Map([
  ['critical', 'critical'],
  ['urgent', 'critical'],
  // Clair 2: critical, and highlighted by hand.
  ['defcon1', 'critical'],
  ['high', 'high'],
  ['important', 'high'],
  ['serious', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['low', 'low'],
  ['minimal', 'low'],
  ['negligible', 'low'],
  // Debian's word, as Prisma Cloud hands it on.
  ['unimportant', 'low'],
  ['none', 'info'],
  ['info', 'info'],
  ['informational', 'info'],
  ['log', 'info'],
]);

/** Severity by a tool's word for it, in any case; null = another word or none. */
export function severityOfWord(word: string): ReportedSeverity {
  return words.get(word.trim().toLowerCase()) ?? null;
}

const ranges = [
  [9, 'critical'],
  [7, 'high'],
  [4, 'medium'],
] as const;

/** Severity of a CVSS score by the qualitative scale of CVSS v3.1 §5. */
export function severityOfScore(score: number): ReportedSeverity {
  if (!(score > 0)) return 'info';
  return ranges.find(([from]) => score >= from)?.[1] ?? 'low';
}

/** A score as a tool wrote it; null when it is none from 0 to 10. */
export function readScore(text: string | number | null | undefined): number | null {
  if (text === null || text === undefined || text === '') return null;
  const score = Number(text);
  return Number.isFinite(score) && score >= 0 && score <= 10 ? score : null;
}

const prefixed = /^\(?(?:CVSS2#|CVSS:([234]\.[01])\/)?([A-Za-z]+:[A-Za-z]+(?:\/[A-Za-z]+:[A-Za-z]+)*)\)?$/;

/**
 * A rating from score and vector in whatever way the tool writes the vector (bare, `CVSS2#…`, `CVSS:3.1/…`, in
 * parentheses). The version of the vector wins over the one assumed; a score of 0 without a vector is no rating.
 */
export function readCvss(
  assumed: ReportedCvss['version'],
  scoreText: string | number | null | undefined,
  vectorText: string | null | undefined,
): ReportedCvss | null {
  const score = readScore(scoreText);
  if (score === null) return null;
  const [, stated, body] = prefixed.exec((vectorText ?? '').trim()) ?? [];
  if (body === undefined && score === 0) return null;
  const version = isCvssVersion(stated) ? stated : assumed;
  if (body === undefined) return { version, score, vector: null };
  return { version, score, vector: version === '2.0' ? body : `CVSS:${version}/${body}` };
}

function isCvssVersion(text: string | undefined): text is ReportedCvss['version'] {
  return text === '2.0' || text === '3.0' || text === '3.1' || text === '4.0';
}

/** The rating of the newest CVSS version; of equals the first. */
export function bestCvss(ratings: readonly (ReportedCvss | null)[]): ReportedCvss | null {
  let best: ReportedCvss | null = null;
  for (const rating of ratings) {
    if (rating !== null && (best === null || rating.version > best.version)) best = rating;
  }
  return best;
}
