import { formatPercent, NARROW_SPACE } from '../../format/numbers.ts';

/** A share of obligations met: proven, and if everything that cannot be told were met. Null = nothing fell due. */
export interface OnTime {
  readonly lower: number | null;
  readonly upper: number | null;
}

interface Range {
  readonly lower: number;
  readonly upper: number;
}

/** Less than half a point is no change worth a sentence. */
const NOTABLE = 0.005;

function isRange(share: OnTime): share is Range {
  return share.lower !== null && share.upper !== null;
}

type Trend = 'improving' | 'getting worse' | 'unchanged' | null;

/** Both ends of the range have to say the same, else the direction cannot be told. */
function trendOf(now: Range, before: OnTime): Trend {
  if (!isRange(before)) return null;
  const [low, high] = [now.lower - before.lower, now.upper - before.upper];
  if (Math.abs(low) < NOTABLE && Math.abs(high) < NOTABLE) return 'unchanged';
  if (low >= 0 && high >= 0) return 'improving';
  return low <= 0 && high <= 0 ? 'getting worse' : null;
}

/** The verdict on the last 90 days against the target and against the 90 days before; null = nothing fell due. */
export function postureTitle(lately: OnTime, earlier: OnTime, target: number): string | null {
  if (!isRange(lately)) return null;
  const aim = `${Math.round(target * 100)}${NARROW_SPACE}% target`;
  const trend = trendOf(lately, earlier);
  if (lately.lower < target && lately.upper >= target) {
    return `Cannot tell whether the ${aim} is met${trend === null ? '' : `, ${trend}`}`;
  }
  const verdict = lately.upper < target ? `Below the ${aim}` : `The ${aim} is met`;
  return trend === null ? verdict : `${verdict}, and ${trend}`;
}

/** `At best 93.1 % of what fell due in 90 days was on time.` */
export function onTimeSentence(lately: OnTime, target: number): string | null {
  if (!isRange(lately)) return null;
  const { lower, upper } = lately;
  const rest = 'of what fell due in 90 days was on time.';
  if (lower === upper) return `${formatPercent(lower)} ${rest}`;
  if (upper < target) return `At best ${formatPercent(upper)} ${rest}`;
  if (lower >= target) return `At least ${formatPercent(lower)} ${rest}`;
  return `Between ${formatPercent(lower)} and ${formatPercent(upper)} ${rest}`;
}
