import { defineOrder, differenceBy } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { compareDigits, compareText } from './digits.ts';
import { parsePep440 } from './pep440-syntax.ts';
import type { Pep440Version } from './pep440-syntax.ts';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

function releaseDifference(a: readonly string[], b: readonly string[]): Difference | null {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const pieces = { a: a[index] ?? '0', b: b[index] ?? '0' };
    const order = compareDigits(pieces.a, pieces.b);
    if (order === 0) continue;
    const place = `at the ${ordinals[index] ?? `${index + 1}th`} number of the release`;
    return differenceBy(order, { part: 'number', ...pieces, place });
  }
  return null;
}

/** A development release without pre- or post-release comes first, a final release after its pre-releases. */
function stageOf({ pre, post, dev }: Pep440Version): number {
  if (pre !== null) return ['a', 'b', 'rc'].indexOf(pre.letter) + 1;
  return post === null && dev !== null ? 0 : 4;
}

function preDifference(a: Pep440Version, b: Pep440Version): Difference | null {
  const stages = stageOf(a) - stageOf(b);
  const order = stages || compareDigits(a.pre?.number ?? '', b.pre?.number ?? '');
  if (order === 0) return null;
  const text = ({ pre, post, dev }: Pep440Version): string => {
    if (pre !== null) return pre.letter + pre.number;
    return dev === null || post !== null ? '' : `dev${dev}`;
  };
  return differenceBy(order, { part: 'pre-release', a: text(a), b: text(b) });
}

function postDifference(a: Pep440Version, b: Pep440Version): Difference | null {
  const order = compareDigits(a.post ?? '', b.post ?? '');
  const text = ({ post }: Pep440Version): string => (post === null ? '' : `post${post}`);
  return differenceBy(order, { part: 'post-release', a: text(a), b: text(b) });
}

/** Without a development release is higher than with one. */
function devDifference({ dev: a }: Pep440Version, { dev: b }: Pep440Version): Difference | null {
  const order = a === null || b === null ? Number(a === null) - Number(b === null) : compareDigits(a, b);
  const text = (dev: string | null): string => (dev === null ? '' : `dev${dev}`);
  return differenceBy(order, { part: 'development release', a: text(a), b: text(b) });
}

/** Numbers by value and after all words; a missing segment is lower than any. */
function compareLocalSegments(a: string, b: string): number {
  if (a === '' || b === '') return a.length - b.length;
  const [isNumberA, isNumberB] = [/^[0-9]+$/.test(a), /^[0-9]+$/.test(b)];
  if (isNumberA !== isNumberB) return isNumberA ? 1 : -1;
  return isNumberA ? compareDigits(a, b) : compareText(a, b);
}

function localDifference(a: readonly string[], b: readonly string[]): Difference | null {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const pieces = { a: a[index] ?? '', b: b[index] ?? '' };
    const found = differenceBy(compareLocalSegments(pieces.a, pieces.b), {
      part: 'local version',
      ...pieces,
    });
    if (found) return found;
  }
  return null;
}

function firstDifference(a: Pep440Version, b: Pep440Version): Difference | null {
  return (
    differenceBy(compareDigits(a.epoch, b.epoch), { part: 'epoch', a: a.epoch, b: b.epoch }) ??
    releaseDifference(a.release, b.release) ??
    preDifference(a, b) ??
    postDifference(a, b) ??
    devDifference(a, b) ??
    localDifference(a.local, b.local)
  );
}

/**
 * Order of Python package versions `[N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]`. Source: PEP 440, now the PyPA
 * "Version specifiers" specification, with its normal forms (1.0-1 is 1.0.post1, 1.0c1 is 1.0rc1).
 */
export const pep440 = defineOrder({ title: 'Python', parse: parsePep440, difference: firstDifference });
