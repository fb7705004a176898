import { defineOrder, differenceBy, readable } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { compareDigits, compareText } from './digits.ts';

interface Segment {
  /** How many characters that are neither digit nor letter stand before it. */
  readonly separators: number;
  /** A run of digits or of letters; empty at the end. */
  readonly text: string;
}

interface PacmanVersion {
  readonly epoch: string;
  readonly version: readonly Segment[];
  /** null = none given, which is then left out of the comparison. */
  readonly release: readonly Segment[] | null;
}

const end: Segment = { separators: 0, text: '' };
const isNumber = ({ text }: Segment): boolean => /^[0-9]/.test(text);

function segments(part: string): Segment[] {
  return [...part.matchAll(/([^0-9A-Za-z]*)([0-9]+|[A-Za-z]+)/g)].map(([, separators = '', text = '']) => ({
    separators: separators.length,
    text,
  }));
}

/** Letters right after a number come before the end, everything else after it. */
function rank(segment: Segment): number {
  if (segment.text === '') return 1;
  if (segment.separators === 0 && !isNumber(segment)) return 0;
  return 2;
}

function compareSegments(a: Segment, b: Segment): number {
  if (a.text === '' || b.text === '') return rank(a) - rank(b);
  if (a.separators !== b.separators) return a.separators - b.separators;
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1;
  return isNumber(a) ? compareDigits(a.text, b.text) : compareText(a.text, b.text);
}

function partDifference(
  part: 'version' | 'release',
  a: readonly Segment[],
  b: readonly Segment[],
): Difference | null {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index] ?? end, b[index] ?? end];
    const order = compareSegments(left, right);
    if (order === 0) continue;
    // The texts may be equal where only the number of separators differs.
    const shown = left.text === right.text ? (s: Segment) => '.'.repeat(s.separators) + s.text : undefined;
    return differenceBy(order, {
      part,
      a: shown?.(left) ?? left.text,
      b: shown?.(right) ?? right.text,
    });
  }
  return null;
}

function firstDifference(a: PacmanVersion, b: PacmanVersion): Difference | null {
  const epoch = differenceBy(compareDigits(a.epoch, b.epoch), { part: 'epoch', a: a.epoch, b: b.epoch });
  if (epoch) return epoch;
  const version = partDifference('version', a.version, b.version);
  if (version || a.release === null || b.release === null) return version;
  return partDifference('release', a.release, b.release);
}

const form = /^(?:([0-9]*):)?([!-,.0-9;-~]+)(?:-([!-,.0-9;-~]+))?$/;

function parsePacman(text: string): PacmanVersion | string {
  const [, epoch, version, release] = form.exec(text) ?? [];
  if (version === undefined) return `${readable(text)} is not of the form [epoch:]pkgver[-pkgrel]`;
  for (const part of [version, release ?? '0']) {
    // alpm has no consistent order for these: 1. > 1..a > 1.1 > 1.
    if (!/[0-9A-Za-z]$/.test(part))
      return `${readable(text)} has a part that does not end in a letter or digit`;
  }
  return {
    epoch: epoch || '0',
    version: segments(version),
    release: release === undefined ? null : segments(release),
  };
}

/**
 * Order of Arch Linux package versions `[epoch:]pkgver[-pkgrel]`. Source: vercmp(8), PKGBUILD(5) and alpm's
 * lib/libalpm/version.c (rpmvercmp). Where only one of the two has a pkgrel, it is left out; so 1.0 equals both
 * 1.0-1 and 1.0-2.
 */
export const pacman = defineOrder({ title: 'Arch Linux', parse: parsePacman, difference: firstDifference });
