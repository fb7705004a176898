import { defineOrder, differenceBy, readable } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { compareDigits, compareText } from './digits.ts';

interface GemVersion {
  /** Numbers and words, without the zeros that say nothing. */
  readonly segments: readonly string[];
}

const form = /^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const isNumber = (segment: string): boolean => /^[0-9]/.test(segment);

function withoutTrailingZeros(segments: readonly string[]): readonly string[] {
  let length = segments.length;
  while (length > 0 && /^0+$/.test(segments[length - 1] ?? '')) length--;
  return segments.slice(0, length);
}

function parseGem(text: string): GemVersion | string {
  if (!form.test(text)) return `${readable(text)} is not of the form of a gem version`;
  const segments: string[] = text.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? [];
  const firstWord = segments.findIndex((segment) => !isNumber(segment));
  if (firstWord === -1) return { segments: withoutTrailingZeros(segments) };
  const release = withoutTrailingZeros(segments.slice(0, firstWord));
  return { segments: [...release, ...withoutTrailingZeros(segments.slice(firstWord))] };
}

/** Numbers by value, words by ASCII, a word before every number; what is missing counts as 0. */
function compareSegments(a: string, b: string): number {
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1;
  return isNumber(a) ? compareDigits(a, b) : compareText(a, b);
}

function firstDifference({ segments: a }: GemVersion, { segments: b }: GemVersion): Difference | null {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareSegments(a[index] ?? '0', b[index] ?? '0');
    const pieces = { a: a[index] ?? '', b: b[index] ?? '' };
    const found = differenceBy(order, { part: 'version', ...pieces });
    if (found) return found;
  }
  return null;
}

/**
 * Order of RubyGems versions. Source: Gem::Version of rubygems (`<=>`, `canonical_segments`): segments of
 * digits or letters, a hyphen stands for `.pre.`, words are pre-releases and come before numbers.
 */
export const gem = defineOrder({ title: 'RubyGems', parse: parseGem, difference: firstDifference });
