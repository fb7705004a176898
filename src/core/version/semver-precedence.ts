import { differenceBy } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { compareDigits, compareText } from './digits.ts';

const places = ['at the major number', 'at the minor number', 'at the patch number'];

/** A version by SemVer 2.0.0 without its build metadata, which has no part in the order. */
export interface SemanticVersion {
  /** Major, minor, patch as digits; an empty patch comes before every patch number. */
  readonly numbers: readonly [string, string, string];
  /** Identifiers of the pre-release; empty = a release. */
  readonly preRelease: readonly string[];
}

const isNumeric = (identifier: string): boolean => /^[0-9]+$/.test(identifier);

/** Numeric identifiers by value and before all others, the others by ASCII (SemVer 2.0.0 §11.4). */
function compareIdentifiers(a: string, b: string): number {
  if (isNumeric(a) && isNumeric(b)) return compareDigits(a, b);
  if (isNumeric(a) !== isNumeric(b)) return isNumeric(a) ? -1 : 1;
  return compareText(a, b);
}

/** Where two pre-releases part; an empty one is a release (§11.3, §11.4). */
export function preReleaseDifference(a: readonly string[], b: readonly string[]): Difference | null {
  const part = 'pre-release';
  // A version without a pre-release is higher than the same with one.
  if (a.length === 0 || b.length === 0)
    return differenceBy(b.length - a.length, { part, a: a.join('.'), b: b.join('.') });
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const pieces = { a: a[index] ?? '', b: b[index] ?? '' };
    const found = differenceBy(compareIdentifiers(pieces.a, pieces.b), { part, ...pieces });
    if (found) return found;
  }
  return differenceBy(a.length - b.length, {
    part,
    a: a.slice(b.length).join('.'),
    b: b.slice(a.length).join('.'),
  });
}

/** Where two versions part by the precedence of SemVer 2.0.0 §11; null = the same precedence. */
export function semanticDifference(a: SemanticVersion, b: SemanticVersion): Difference | null {
  for (let index = 0; index < a.numbers.length; index++) {
    const pieces = { a: a.numbers[index] ?? '', b: b.numbers[index] ?? '' };
    const order = compareDigits(pieces.a, pieces.b);
    if (order !== 0) return differenceBy(order, { part: 'number', ...pieces, place: places[index] ?? '' });
  }
  return preReleaseDifference(a.preRelease, b.preRelease);
}
