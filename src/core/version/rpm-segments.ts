import type { Sign } from './comparison.ts';

/** Where two RPM versions part; a piece is a run of digits or letters, `~`, `^`, or '' at the end. */
export interface SegmentDifference {
  readonly sign: Sign;
  readonly a: string;
  readonly b: string;
}

const tilde = 126;
const caret = 94;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Dots, underscores and plus signs only part segments; how many there are says nothing. */
function skipSeparators(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || isLetter(code) || code === tilde || code === caret) return at;
  }
  return at;
}

function endOfSegment(text: string, from: number): number {
  const code = text.charCodeAt(from);
  if (code === tilde || code === caret) return from + 1;
  const belongs = isDigit(code) ? isDigit : isLetter;
  let at = from;
  while (at < text.length && belongs(text.charCodeAt(at))) at++;
  return at;
}

/** Order of kinds when they differ: tilde, end, caret, letters, number (rpm's rpmvercmp.c). */
function kindOf(segment: string): number {
  if (segment === '') return 1;
  const code = segment.charCodeAt(0);
  if (code === tilde) return 0;
  if (code === caret) return 2;
  return isDigit(code) ? 4 : 3;
}

/** Numbers of any length: without leading zeros the longer one is greater. */
function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return compareText(left, right);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareSegments(a: string, b: string): number {
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return kind - kindOf(b);
  return kind === 4 ? compareNumbers(a, b) : compareText(a, b);
}

/** The first segment in which two versions (or releases) differ, by rpm's rpmvercmp(); null = equal. */
export function segmentDifference(a: string, b: string): SegmentDifference | null {
  if (a === b) return null;
  let left = skipSeparators(a, 0);
  let right = skipSeparators(b, 0);
  while (left < a.length || right < b.length) {
    const leftEnd = left < a.length ? endOfSegment(a, left) : left;
    const rightEnd = right < b.length ? endOfSegment(b, right) : right;
    const pieces = { a: a.slice(left, leftEnd), b: b.slice(right, rightEnd) };
    const difference = compareSegments(pieces.a, pieces.b);
    if (difference !== 0) return { sign: difference < 0 ? -1 : 1, ...pieces };
    left = skipSeparators(a, leftEnd);
    right = skipSeparators(b, rightEnd);
  }
  return null;
}
