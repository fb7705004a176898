import type { ReportedCvss } from '#core/advisory/reported-flaw.ts';
import { bestCvss, readCvss } from './report-rating.ts';

/** A CVSS rating as tools list them. */
export interface CvssRating {
  readonly source: string | null;
  /** `2.0`, `3.1`; anything else counts as 3.1 where the vector does not say. */
  readonly version: string | null;
  readonly score: string | null;
  readonly vector: string | null;
}

/** The newest rating; of equals that of a vendor, for NVD does not know how a vendor built its package. */
export function ratingOf(ratings: readonly CvssRating[]): ReportedCvss | null {
  const isNvd = ({ source }: CvssRating): boolean => /^nvd/i.test(source ?? '');
  const ordered = [...ratings.filter((rating) => !isNvd(rating)), ...ratings.filter(isNvd)];
  return bestCvss(ordered.map(({ version, score, vector }) => readCvss(versionOf(version), score, vector)));
}

function versionOf(text: string | null): ReportedCvss['version'] {
  return text === '2.0' || text === '3.0' || text === '4.0' ? text : '3.1';
}
