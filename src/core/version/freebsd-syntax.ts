import { readable } from './define-order.ts';

export interface FreebsdVersion {
  readonly version: string;
  readonly revision: string;
  readonly epoch: string;
}

/** Number, letter and patch number between two separators: `10b2` is 10, b, 2. */
export interface Component {
  /** Digits, `*`, or empty when the component starts with a letter. */
  readonly number: string;
  /** a = 1 … z = 26, 0 = none or `pl`. */
  readonly letter: number;
  /** Digits, or empty when a letter stands without a number. */
  readonly patch: string;
  readonly text: string;
}

export interface Cursor {
  readonly text: string;
  at: number;
}

export const noComponent: Component = { number: '0', letter: 0, patch: '0', text: '' };

const form = /^([!-+.-^`-~]+)(?:_([0-9]+))?(?:,([0-9]+))?$/;
/** These words open a component of their own and stand for one letter (`pl` for less than any). */
const stages = new Map([
  ['pl', 0],
  ['alpha', 1],
  ['beta', 2],
  ['pre', 16],
  ['rc', 18],
]);

/** Reads `PORTVERSION[_PORTREVISION][,PORTEPOCH]`; PORTVERSION holds no `-`, `_` or `,` (bsd.port.mk). */
export function parseFreebsd(text: string): FreebsdVersion | string {
  const [, version, revision = '0', epoch = '0'] = form.exec(text) ?? [];
  if (version === undefined) {
    return `${readable(text)} is not of the form version[_revision][,epoch]`;
  }
  if (!/[0-9A-Za-z*]/.test(version)) return `${readable(text)} has no digit or letter`;
  return { version, revision, epoch };
}

function take(cursor: Cursor, belongs: RegExp): string {
  const from = cursor.at;
  while (cursor.at < cursor.text.length && belongs.test(cursor.text.charAt(cursor.at))) cursor.at++;
  return cursor.text.slice(from, cursor.at);
}

/** Reads the component at the cursor and moves it behind the separators that follow. */
export function nextComponent(cursor: Cursor): Component {
  const from = cursor.at;
  const number = cursor.text[from] === '*' ? '*' : take(cursor, /[0-9]/);
  if (number === '*') take(cursor, /[^+]/);
  const { letter, patch } = takeLetter(cursor, number);
  const end = cursor.at;
  take(cursor, /[^0-9A-Za-z+*]/);
  // A separator behind a plus opens a component that is nothing but that separator.
  return { number, letter, patch, text: cursor.text.slice(from, end > from ? end : cursor.at) };
}

function takeLetter(cursor: Cursor, number: string): { letter: number; patch: string } {
  const from = cursor.at;
  const word = take(cursor, /[A-Za-z]/).toLowerCase();
  if (word === '') return { letter: 0, patch: '0' };
  const stage = stages.get(word);
  if (stage !== undefined && number !== '') {
    cursor.at = from;
    return { letter: 0, patch: '0' };
  }
  return { letter: stage ?? word.charCodeAt(0) - 96, patch: take(cursor, /[0-9]/) };
}
