import { formatCount, NARROW_SPACE } from '../../format/numbers.ts';

interface Row {
  readonly rank: string;
  readonly n: number;
  readonly median: number | null;
  /** Last day at which any was looked at. */
  readonly followUp: number | null;
  readonly limitDays: number;
}

const days = (count: number): string => `${formatCount(count)}${NARROW_SPACE}d`;

/**
 * `Half of the high findings are fixed within 12 d; the limit is 30 d`. Of the high ones, where the most work with a
 * tight limit is; without any, of the rank with the most findings.
 */
export function timeToPatchTitle(rows: readonly Row[]): string {
  const [most] = rows.toSorted((a, b) => b.n - a.n);
  const high = rows.find(({ rank }) => rank === 'high');
  const row = high && high.n > 0 ? high : most;
  if (!row || row.n === 0) return 'No finding has been followed yet';
  const limit = `the limit is ${days(row.limitDays)}`;
  if (row.median !== null)
    return `Half of the ${row.rank} findings are fixed within ${days(row.median)}; ${limit}`;
  if ((row.followUp ?? 0) < 1) return 'Time to patch is not known yet: no finding was followed for a day';
  return `Half of the ${row.rank} findings are still open after ${days(row.followUp ?? 0)}; ${limit}`;
}

interface LogRank {
  readonly chiSquare: number | null;
  readonly degreesOfFreedom: number;
  readonly pValue: number | null;
}

/** Below it, such a difference by chance alone is rare enough to be called a difference. */
const LEVEL = 0.05;

/** What the log-rank test says of the ranks, in words; null when there are not two groups to compare. */
export function logRankSentence(result: LogRank | null): string | null {
  if (result === null || result.pValue === null) return null;
  const p = result.pValue < 0.001 ? 'p < 0.001' : `p = ${result.pValue.toFixed(3)}`;
  return result.pValue < LEVEL
    ? `The ranks are patched at different speeds (log-rank test, ${p}).`
    : `No difference in speed between the ranks is proven (log-rank test, ${p}).`;
}
