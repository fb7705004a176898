import { formatPercent } from '#lib/format/numbers.ts';

/** `89.5 %`; null = there was nothing to take a share of. */
export function percentOf(share: number | null): string | null {
  return share === null ? null : formatPercent(share);
}

/** `89.5 % to 93.1 %`: proven, and if everything that cannot be told were on time. */
export function rangeOf({ lower, upper }: { lower: number | null; upper: number | null }): string | null {
  if (lower === null || upper === null) return null;
  return lower === upper ? formatPercent(lower) : `${formatPercent(lower)} to ${formatPercent(upper)}`;
}
