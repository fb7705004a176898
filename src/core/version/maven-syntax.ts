import { readable } from './define-order.ts';

/** What a Maven version is made of: numbers, qualifiers, and lists of them behind a hyphen. */
export type MavenItem =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'qualifier'; readonly word: string }
  | MavenList;

export interface MavenList {
  readonly kind: 'list';
  readonly items: readonly MavenItem[];
}

/** ga, final and release are the release itself, which has no word. */
const aliases = new Map([
  ['ga', ''],
  ['final', ''],
  ['release', ''],
  ['cr', 'rc'],
]);
/** Only right before a digit: 1a1 is 1-alpha-1, but 1a is not 1-alpha. */
const shortForms = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

const isDigit = (character: string): boolean => character >= '0' && character <= '9';

function qualifier(text: string): MavenItem {
  return { kind: 'qualifier', word: aliases.get(text) ?? text };
}

function itemOf(piece: string, isNumber: boolean): MavenItem {
  if (piece === '') return { kind: 'number', digits: '0' };
  return isNumber ? { kind: 'number', digits: piece } : qualifier(piece);
}

/** The lists of a version while it is read: the innermost one grows. */
interface Nest {
  readonly all: MavenItem[][];
  current: MavenItem[];
}

function open(nest: Nest): void {
  const items: MavenItem[] = [];
  nest.current.push({ kind: 'list', items });
  nest.all.push(items);
  nest.current = items;
}

/** A qualifier behind a dot is one behind a hyphen: it opens a list, unless it stands first in one. */
function openForQualifier(nest: Nest): void {
  if (nest.current.length > 0) open(nest);
}

function isNull(item: MavenItem): boolean {
  if (item.kind === 'number') return /^0+$/.test(item.digits);
  return item.kind === 'list' ? item.items.length === 0 : item.word === '';
}

/** Takes out what says nothing before the end or before a closing list: 1.0-rc is 1-rc. */
function normalize(items: MavenItem[]): void {
  const end: MavenItem[] = [];
  for (let item = items.pop(); item !== undefined; item = items.pop()) {
    if (isNull(item)) continue;
    end.push(item);
    if (item.kind !== 'list') break;
  }
  items.push(...end.toReversed());
}

function itemsOf(text: string): MavenItem[] {
  const root: MavenItem[] = [];
  const nest: Nest = { all: [root], current: root };
  let start = 0;
  let onDigits = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '.' || character === '-') {
      nest.current.push(itemOf(text.slice(start, at), onDigits));
      start = at + 1;
      if (character === '-') open(nest);
      continue;
    }
    if (isDigit(character) !== onDigits && at > start) {
      const piece = text.slice(start, at);
      if (!onDigits) openForQualifier(nest);
      nest.current.push(onDigits ? itemOf(piece, true) : qualifier(shortForms.get(piece) ?? piece));
      start = at;
      open(nest);
    }
    onDigits = isDigit(character);
  }
  if (start < text.length) {
    if (!onDigits) openForQualifier(nest);
    nest.current.push(itemOf(text.slice(start), onDigits));
  }
  for (const items of nest.all.toReversed()) normalize(items);
  return root;
}

/**
 * Reads a Maven version into items and nested lists, as ComparableVersion does; case says nothing.
 * @returns the version, or the sentence why it is none.
 */
export function parseMaven(text: string): MavenList | string {
  if (!/^[!-~]+$/.test(text)) return `${readable(text)} holds a character that no Maven version holds`;
  if (/[[\](){}$,]/.test(text)) return `${readable(text)} is a range or an expression, not a version`;
  if (!/[0-9A-Za-z]/.test(text)) return `${readable(text)} has no digit or letter`;
  return { kind: 'list', items: itemsOf(text.toLowerCase()) };
}
