import { defineOrder, differenceBy } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { compareDigits, compareText } from './digits.ts';
import { parseMaven } from './maven-syntax.ts';
import type { MavenItem, MavenList } from './maven-syntax.ts';

const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];

function rankOf(word: string): number {
  const known = qualifiers.indexOf(word);
  return known === -1 ? qualifiers.length : known;
}

/** Known qualifiers in their order, then the others by their letters. */
function compareWords(a: string, b: string): number {
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right || left < qualifiers.length) return left - right;
  return compareText(a, b);
}

/** Qualifiers, then lists (behind a hyphen), then numbers. */
const kinds = { qualifier: 0, list: 1, number: 2 } as const;

function textOf(item: MavenItem | undefined): string {
  if (item === undefined) return '';
  if (item.kind === 'number') return item.digits;
  if (item.kind === 'qualifier') return item.word || 'release';
  return `-${item.items.map(textOf).join('.')}`;
}

/** Against nothing: 1.0 is 1, 1-rc is below 1, 1-sp is above it. */
function compareToNothing(item: MavenItem): number {
  if (item.kind === 'number') return compareDigits(item.digits, '0');
  if (item.kind === 'qualifier') return compareWords(item.word, '');
  for (const inner of item.items) {
    const order = compareToNothing(inner);
    if (order !== 0) return order;
  }
  return 0;
}

function itemDifference(a: MavenItem | undefined, b: MavenItem | undefined): Difference | null {
  if (a?.kind === 'list' && b?.kind === 'list') return firstDifference(a, b);
  const part = a?.kind === 'number' || b?.kind === 'number' ? 'version' : 'qualifier';
  return differenceBy(compareItems(a, b), { part, a: textOf(a), b: textOf(b) });
}

function compareItems(a: MavenItem | undefined, b: MavenItem | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -compareToNothing(b);
  if (b === undefined) return compareToNothing(a);
  if (a.kind === 'number' && b.kind === 'number') return compareDigits(a.digits, b.digits);
  if (a.kind === 'qualifier' && b.kind === 'qualifier') return compareWords(a.word, b.word);
  return kinds[a.kind] - kinds[b.kind];
}

function firstDifference(a: MavenList, b: MavenList): Difference | null {
  for (let index = 0; index < Math.max(a.items.length, b.items.length); index++) {
    const found = itemDifference(a.items[index], b.items[index]);
    if (found) return found;
  }
  return null;
}

/**
 * Order of Maven versions. Source: the POM reference, "Version Order Specification", as ComparableVersion of
 * Maven 3.9 carries it out: numbers, qualifiers (alpha < beta < milestone < rc < snapshot < release < sp <
 * others), and a hyphen or a change from digits to letters opens a list of its own. Maven's order runs in a circle
 * for a qualifier between dots and hyphens (1 < 1-1 < 1.0.beta-1 < 1), and so does this one.
 */
export const maven = defineOrder({ title: 'Maven', parse: parseMaven, difference: firstDifference });
