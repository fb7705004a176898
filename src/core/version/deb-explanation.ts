import type { Comparison, DecidingPart, Sign } from './comparison.ts';
import type { DebVersion } from './deb-syntax.ts';

const order = 'by Debian version order';
const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const partNames = { upstream: 'upstream version', revision: 'Debian revision' } as const;

interface Piece {
  readonly kind: 'text' | 'number';
  readonly value: string;
}

const ordinal = (index: number): string => ordinals[index] ?? `${index + 1}th`;
const direction = (sign: Sign): string => (sign < 0 ? 'lower' : 'higher');

/** Text, number, text, number …: the alternation of Debian Policy §5.6.12, starting with (maybe empty) text. */
function pieces(part: string): Piece[] {
  return [...part.matchAll(/([^0-9]*)([0-9]*)/g)].flatMap(([, text = '', number = '']) => [
    { kind: 'text' as const, value: text },
    { kind: 'number' as const, value: number },
  ]);
}

const plainNumber = (digits: string): string => digits.replace(/^0+(?=.)/, '') || '0';

function differ(a: Piece, b: Piece): boolean {
  return a.kind === 'number' ? plainNumber(a.value) !== plainNumber(b.value) : a.value !== b.value;
}

function firstDifference(a: string, b: string): { index: number; a: Piece; b: Piece } | null {
  const left = pieces(a);
  const right = pieces(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const kind = index % 2 === 0 ? 'text' : 'number';
    const pair = { a: left[index] ?? { kind, value: '' }, b: right[index] ?? { kind, value: '' } };
    if (differ(pair.a, pair.b)) return { index, ...pair };
  }
  return null;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length++;
  return length;
}

function textReason(a: string, b: string, sign: Sign, where: string): string {
  const from = commonStart(a, b);
  const left = a[from] ?? '';
  const right = b[from] ?? '';
  const place = `${where}, ${order}`;
  if (left === '~') return `the tilde in "${a}" makes the first version lower in the ${place}`;
  if (right === '~') return `the tilde in "${b}" makes the first version higher in the ${place}`;
  if (left === '')
    return `the first version is lower: the second goes on with "${b.slice(from)}" in the ${place}`;
  if (right === '') return `the first version is higher: it goes on with "${a.slice(from)}" in the ${place}`;
  return `"${a}" is ${direction(sign)} than "${b}" in the ${place}`;
}

function explainPart(part: 'upstream' | 'revision', a: string, b: string, sign: Sign): Comparison | null {
  const found = firstDifference(a, b);
  if (found === null) return null;
  const at: DecidingPart = { part, a: found.a.value, b: found.b.value };
  const where = partNames[part];
  if (found.a.kind === 'text') {
    return { kind: 'ordered', sign, at, why: textReason(at.a, at.b, sign, where) };
  }
  const [left, right] = [plainNumber(at.a), plainNumber(at.b)];
  const number = ordinal((found.index - 1) / 2);
  const why = `${left} is ${direction(sign)} than ${right} at the ${number} number of the ${where}, ${order}`;
  return { kind: 'ordered', sign, at, why };
}

function explainEpoch(a: DebVersion, b: DebVersion, sign: Sign): Comparison {
  return {
    kind: 'ordered',
    sign,
    at: { part: 'epoch', a: String(a.epoch), b: String(b.epoch) },
    why: `epoch ${a.epoch} is ${direction(sign)} than epoch ${b.epoch}, and the epoch decides first, ${order}`,
  };
}

/** Puts the given order of two versions into words: which piece decided, and why. */
export function explainDeb(a: DebVersion, b: DebVersion, sign: Sign): Comparison {
  if (sign === 0) return { kind: 'ordered', sign, why: `${a.text} and ${b.text} are the same, ${order}` };
  if (a.epoch !== b.epoch) return explainEpoch(a, b, sign);
  const upstream = (v: DebVersion): string => v.text.slice(v.upstreamStart, v.upstreamEnd);
  const revision = (v: DebVersion): string => v.text.slice(v.revisionStart);
  return (
    explainPart('upstream', upstream(a), upstream(b), sign) ??
    explainPart('revision', revision(a), revision(b), sign) ?? {
      kind: 'not-comparable',
      reason: `${a.text} and ${b.text} are ordered, but no part of them explains it`,
    }
  );
}
