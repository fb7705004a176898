const zero = 48;

function firstSignificant(digits: string): number {
  let at = 0;
  while (at < digits.length - 1 && digits.charCodeAt(at) === zero) at++;
  return at;
}

/**
 * Order of two runs of decimal digits of any length, exactly: leading zeros say nothing, then the longer run
 * is the greater one. An empty run stands for "no number" and comes before 0.
 * @returns below, equal to or above 0
 */
export function compareDigits(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  const [left, right] = [firstSignificant(a), firstSignificant(b)];
  const longer = a.length - left - (b.length - right);
  if (longer !== 0) return longer;
  for (let at = 0; left + at < a.length; at++) {
    const difference = a.charCodeAt(left + at) - b.charCodeAt(right + at);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The same number without leading zeros: `007` is `7`, `000` is `0`. */
export function plainDigits(digits: string): string {
  return digits.slice(firstSignificant(digits));
}

/** Order of two texts by their character codes (all version schemes here are ASCII). */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
