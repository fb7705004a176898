import { compareDigits, plainDigits } from './digits.ts';
import { defineOrder, differenceBy } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { nextComponent, noComponent, parseFreebsd } from './freebsd-syntax.ts';
import type { Component, Cursor, FreebsdVersion } from './freebsd-syntax.ts';

/** `*` is the smallest number, then a component without one, then 0, 1, 2 … */
function compareNumbers(a: string, b: string): number {
  if ((a === '*') !== (b === '*')) return a === '*' ? -1 : 1;
  return compareDigits(a, b);
}

function compareComponents(a: Component, b: Component): number {
  return compareNumbers(a.number, b.number) || a.letter - b.letter || compareDigits(a.patch, b.patch);
}

const isAtBlockEnd = ({ text, at }: Cursor): boolean => at >= text.length || text[at] === '+';

/** Component by component; missing ones count as 0, and a `+` closes a block on both sides. */
function versionDifference(left: string, right: string): Difference | null {
  const a: Cursor = { text: left, at: 0 };
  const b: Cursor = { text: right, at: 0 };
  while (a.at < left.length || b.at < right.length) {
    if (isAtBlockEnd(a) && isAtBlockEnd(b)) {
      a.at++;
      b.at++;
      continue;
    }
    const ours = isAtBlockEnd(a) ? noComponent : nextComponent(a);
    const theirs = isAtBlockEnd(b) ? noComponent : nextComponent(b);
    const order = compareComponents(ours, theirs);
    const found = differenceBy(order, { part: 'version', a: ours.text, b: theirs.text });
    if (found) return found;
  }
  return null;
}

function firstDifference(a: FreebsdVersion, b: FreebsdVersion): Difference | null {
  return (
    differenceBy(compareDigits(a.epoch, b.epoch), { part: 'epoch', a: a.epoch, b: b.epoch }) ??
    versionDifference(a.version, b.version) ??
    differenceBy(compareDigits(a.revision, b.revision), { part: 'revision', a: a.revision, b: b.revision })
  );
}

function reason({ part, sign, a, b }: Difference): string | null {
  const direction = sign < 0 ? 'lower' : 'higher';
  if (part === 'epoch')
    return `port epoch ${plainDigits(a)} is ${direction} than port epoch ${plainDigits(b)}, and the epoch decides first`;
  if (part === 'revision')
    return `port revision ${plainDigits(a)} is ${direction} than port revision ${plainDigits(b)}`;
  return null;
}

/**
 * Order of FreeBSD package versions `PORTVERSION[_PORTREVISION][,PORTEPOCH]`. Source: the Porter's Handbook §5.2
 * and pkg_version_cmp() of libpkg/pkg_version.c: epoch, then version, then revision.
 */
export const freebsd = defineOrder({
  title: 'FreeBSD',
  parse: parseFreebsd,
  difference: firstDifference,
  reason,
});
