import { notApk, parseApk } from './apk-syntax.ts';
import type { ApkToken, ApkVersion } from './apk-syntax.ts';
import { defineOrder, differenceBy } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { compareDigits, compareText } from './digits.ts';

/** apk-tools' order of suffixes; those before `none` are pre-releases. */
const suffixes = ['_alpha', '_beta', '_pre', '_rc', 'none', '_cvs', '_svn', '_git', '_hg', '_p'];
const isPreRelease = ({ kind, text }: ApkToken): boolean =>
  kind === 'suffix' && suffixes.indexOf(text) < suffixes.indexOf('none');

/** What follows equal beginnings, lowest first; a pre-release suffix is lower than all of them. */
const kinds = ['end', 'revision', 'commit', 'suffix number', 'suffix', 'letter', 'number', 'first number'];
const parts = {
  'first number': 'number',
  number: 'number',
  letter: 'letter',
  suffix: 'suffix',
  'suffix number': 'suffix',
  commit: 'commit',
  revision: 'release',
  end: 'version',
  invalid: 'version',
} as const;

/** Behind a dot, a leading zero makes both numbers text: 1.02 is lower than 1.1. */
const isReadAsText = (a: string, b: string): boolean => a.startsWith('0') || b.startsWith('0');

function compareTokens(a: ApkToken, b: ApkToken): number {
  if (a.kind === 'suffix') return suffixes.indexOf(a.text) - suffixes.indexOf(b.text);
  if (a.kind === 'letter' || a.kind === 'commit') return compareText(a.text, b.text);
  if (a.kind === 'number' && isReadAsText(a.text, b.text)) return compareText(a.text, b.text);
  return compareDigits(a.text, b.text);
}

function compareKinds(a: ApkToken, b: ApkToken): number {
  if (isPreRelease(a)) return -1;
  if (isPreRelease(b)) return 1;
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind);
}

const end: ApkToken = { kind: 'end', text: '' };

const marks: Partial<Record<ApkToken['kind'], string>> = { number: '.', commit: '~', revision: '-r' };

/** As it stands in the version, so that the 0 of .0 and the 0 of ~0 do not look alike. */
const withMark = ({ kind, text }: ApkToken): string => `${marks[kind] ?? ''}${text}`;

function firstDifference(a: ApkVersion, b: ApkVersion): Difference | string | null {
  for (let index = 0; index < Math.max(a.tokens.length, b.tokens.length); index++) {
    const [left, right] = [a.tokens[index] ?? end, b.tokens[index] ?? end];
    if (left.kind === 'invalid') return notApk(a.text);
    if (right.kind === 'invalid') return notApk(b.text);
    const isSameKind = left.kind === right.kind;
    const order = isSameKind ? compareTokens(left, right) : compareKinds(left, right);
    const part = parts[left.kind === 'end' ? right.kind : left.kind];
    const shown = isSameKind ? { a: left.text, b: right.text } : { a: withMark(left), b: withMark(right) };
    const found = differenceBy(order, { part, ...shown });
    if (found) return found;
  }
  return null;
}

function reason({ part, sign, a, b }: Difference): string | null {
  // A bare 0 is the lowest number and the lowest text, so nobody needs to know.
  const isNumeric =
    part !== 'number' || a === '' || b === '' || !isReadAsText(a.slice(0, -1), b.slice(0, -1));
  if (isNumeric) return null;
  return `"${a}" is ${sign < 0 ? 'lower' : 'higher'} than "${b}", read as text because of a leading zero`;
}

/**
 * Order of Alpine package versions `1.2.3a_rc1~hash-r4`. Source: apk-package(5) and apk-tools 3, src/version.c:
 * numbers, one letter, suffixes (_alpha < _beta < _pre < _rc < none < _cvs < _svn < _git < _hg < _p), commit
 * hash, package revision. A version that apk calls invalid is comparable where an earlier part decides, as
 * 23_foo > 4_beta; where apk would go on and guess, it is not.
 */
export const apk = defineOrder({ title: 'Alpine', parse: parseApk, difference: firstDifference, reason });
