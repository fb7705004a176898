/** Lanczos coefficients, g = 7, n = 9: about 15 digits for arguments from 0.5 (Godfrey 2001). */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(a) for a ≥ 0.5. */
function logGamma(a: number): number {
  const x = a - 1;
  const sum = lanczos.reduce((total, term, index) => (index === 0 ? term : total + term / (x + index)), 0);
  const shifted = x + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(shifted) - shifted + Math.log(sum);
}

const maxTerms = 10_000;
const precision = 1e-16;

/** P(a, x) by its series, good for x < a + 1 (Abramowitz and Stegun 1964, 6.5.29). */
function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < maxTerms && Math.abs(term) > Math.abs(sum) * precision; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/** Q(a, x) by its continued fraction (ibid. 6.5.31) in Lentz' form, good for x ≥ a + 1. */
function upperByFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < maxTerms; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < precision * 4) break;
  }
  return h * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/**
 * Probability that a chi-square value on `degrees` degrees of freedom (1, 2, …) is above `x` (0 or more): the
 * regularised upper incomplete gamma function Q(degrees/2, x/2). At least 9 digits, small tails included.
 *
 * @example chiSquareTail(3.841458820694124, 1) // 0.05
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0) return 1;
  const [a, half] = [degrees / 2, x / 2];
  return half < a + 1 ? 1 - lowerBySeries(a, half) : upperByFraction(a, half);
}
