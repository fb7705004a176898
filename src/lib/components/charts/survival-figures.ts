import type { Rank } from '#core/policy/rank.ts';

/** Key figures of one curve. */
export interface SurvivalFigures {
  readonly rank: Rank;
  /** Path of the row in the read document, `rows.2`; its fields are median, p90 and atRisk.d<day>. */
  readonly at: string;
  /** Days until half, and until 90 %, are closed; null when not reached. */
  readonly median: number | null;
  readonly p90: number | null;
  /** The last day anybody was looked at: what is not reached takes longer than this. Null without data. */
  readonly lastDay: number | null;
  /** Number at risk at each of the days of the table. */
  readonly atRisk: readonly number[];
  /** List of the findings the curve is made of. */
  readonly href?: string;
}
