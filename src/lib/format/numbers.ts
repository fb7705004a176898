/** U+202F, the space between a figure and its unit. */
export const NARROW_SPACE = '\u202f';

const counts = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `1240` → `1,240`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/**
 * A share between 0 and 1 as a percentage with one decimal: `0.944` → `94.4 %`. It is cut off, not
 * rounded, so that 99.96 % never reads 100 %; whole shares lose the decimal.
 */
export function formatPercent(share: number): string {
  const tenths = Math.floor(share * 1000 + 1e-9) / 10;
  const digits = Number.isInteger(tenths) && (tenths === 0 || tenths === 100) ? 0 : 1;
  return `${tenths.toFixed(digits)}${NARROW_SPACE}%`;
}

/** A share of a whole, or null when there is no whole: nothing measured is not zero. */
export function formatShare(part: number, whole: number): string | null {
  return whole > 0 ? formatPercent(part / whole) : null;
}

/** `(1, 'asset')` → `1 asset`, `(3, 'asset')` → `3 assets`. Irregular plurals are given. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** Decimal bytes: `20480` → `20.5 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)}${NARROW_SPACE}${UNITS[unit]}`;
}
