import type { Comparison, Sign, VersionOrder } from './comparison.ts';
import { explainDeb } from './deb-explanation.ts';
import { isDigit, parseDeb } from './deb-syntax.ts';
import type { DebVersion } from './deb-syntax.ts';

const tilde = 126;

/** Place of a character among non-digits: `~`, then the end (and digits), then letters, then the rest. */
function weight(code: number): number {
  if (code === tilde) return -1;
  if (isDigit(code)) return 0;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter ? code : code + 256;
}

interface Cursor {
  readonly text: string;
  readonly end: number;
  at: number;
}

const codeAt = (cursor: Cursor): number => cursor.text.charCodeAt(cursor.at);
const onDigit = (cursor: Cursor): boolean => cursor.at < cursor.end && isDigit(codeAt(cursor));
const onText = (cursor: Cursor): boolean => cursor.at < cursor.end && !isDigit(codeAt(cursor));

function compareText(a: Cursor, b: Cursor): number {
  while (onText(a) || onText(b)) {
    const difference = (a.at < a.end ? weight(codeAt(a)) : 0) - (b.at < b.end ? weight(codeAt(b)) : 0);
    if (difference !== 0) return difference;
    a.at++;
    b.at++;
  }
  return 0;
}

function skipZeros(cursor: Cursor): void {
  while (cursor.at < cursor.end && codeAt(cursor) === 48) cursor.at++;
}

/** Numbers of any length: the longer one is greater, else the first differing digit decides. */
function compareNumber(a: Cursor, b: Cursor): number {
  skipZeros(a);
  skipZeros(b);
  let first = 0;
  while (onDigit(a) && onDigit(b)) {
    if (first === 0) first = codeAt(a) - codeAt(b);
    a.at++;
    b.at++;
  }
  if (onDigit(a)) return 1;
  return onDigit(b) ? -1 : first;
}

function comparePart(a: Cursor, b: Cursor): number {
  while (a.at < a.end || b.at < b.end) {
    const difference = compareText(a, b) || compareNumber(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}

const upstream = (v: DebVersion): Cursor => ({ text: v.text, at: v.upstreamStart, end: v.upstreamEnd });
const revision = (v: DebVersion): Cursor => ({ text: v.text, at: v.revisionStart, end: v.text.length });

function signOf(a: DebVersion, b: DebVersion): Sign {
  const difference =
    a.epoch - b.epoch || comparePart(upstream(a), upstream(b)) || comparePart(revision(a), revision(b));
  if (difference === 0) return 0;
  return difference < 0 ? -1 : 1;
}

/**
 * Order of two Debian package versions (Debian Policy §5.6.12, as dpkg does it), without words.
 * @returns null when one of them is not a Debian version.
 * @example debSign('1.0~rc1', '1.0') // -1
 */
export function debSign(a: string, b: string): Sign | null {
  const left = parseDeb(a);
  const right = parseDeb(b);
  return typeof left === 'string' || typeof right === 'string' ? null : signOf(left, right);
}

/** Order of two Debian package versions with the reason (Debian Policy §5.6.12, as dpkg does it). */
export function compareDeb(a: string, b: string): Comparison {
  const left = parseDeb(a);
  if (typeof left === 'string') return { kind: 'not-comparable', reason: left };
  const right = parseDeb(b);
  if (typeof right === 'string') return { kind: 'not-comparable', reason: right };
  return explainDeb(left, right, signOf(left, right));
}

export const deb: VersionOrder = { title: 'Debian', compare: compareDeb, sign: debSign };
