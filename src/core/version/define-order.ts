import type { Comparison, DecidingPart, Sign, VersionOrder } from './comparison.ts';
import { plainDigits } from './digits.ts';

/** No package system has versions near this length; what is longer is not read at all. */
export const maxVersionLength = 1_024;

/** The first place where two versions of one scheme part. */
export interface Difference extends DecidingPart {
  readonly sign: Sign;
  /** Where in the version, as in "in the pre-release" or "at the second number"; by default "in the" part. */
  readonly place?: string;
}

/** What makes a version scheme: how a version is read, and where two of them part. */
export interface OrderRules<Version> {
  readonly title: string;
  /** Reads a text without blanks around it, never empty or too long; a sentence says why it is no version. */
  readonly parse: (text: string) => Version | string;
  /** null = the two are the same version; a sentence says why these two are not comparable. */
  readonly difference: (a: Version, b: Version) => Difference | string | null;
  /** Why one is lower, for schemes that say it better than {@link reasonOf}; null = as the others do. */
  readonly reason?: (difference: Difference) => string | null;
}

/** A piece of a version as people can read it in an error sentence, also when it does not print. */
export function readable(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

const shown = (piece: string): string => (/^[0-9]+$/.test(piece) ? plainDigits(piece) : `"${piece}"`);

function reasonOf({ part, sign, a, b, place = `in the ${part}` }: Difference): string {
  const direction = sign < 0 ? 'lower' : 'higher';
  if (part === 'epoch')
    return `epoch ${plainDigits(a)} is ${direction} than epoch ${plainDigits(b)}, and the epoch decides first`;
  if (a !== '' && b !== '') return `${shown(a)} is ${direction} than ${shown(b)} ${place}`;
  const verb = a === '' ? 'the second goes on' : 'it goes on';
  const isLonger = (a === '') === sign < 0;
  if (isLonger) return `the first version is ${direction}: ${verb} with ${shown(a || b)} ${place}`;
  return `the first version is ${direction}: ${verb} with ${shown(a || b)} ${place}, which comes before the plain version`;
}

function read<Version>(rules: OrderRules<Version>, raw: string): { text: string; version: Version } | string {
  if (raw.length > maxVersionLength) {
    return `the version has ${raw.length} characters, and more than ${maxVersionLength} are not read`;
  }
  const text = raw.trim();
  if (text === '') return 'the version is empty';
  const version = rules.parse(text);
  return typeof version === 'string' ? version : { text, version };
}

/** Makes the order of a version scheme from its rules, with one way of refusing and of giving reasons. */
export function defineOrder<Version extends object>(rules: OrderRules<Version>): VersionOrder {
  const order = `by ${rules.title} version order`;
  return {
    title: rules.title,
    sign: (a, b) => {
      const left = read(rules, a);
      const right = read(rules, b);
      if (typeof left === 'string' || typeof right === 'string') return null;
      const found = rules.difference(left.version, right.version);
      if (typeof found === 'string') return null;
      return found?.sign ?? 0;
    },
    compare: (a, b): Comparison => {
      const left = read(rules, a);
      if (typeof left === 'string') return { kind: 'not-comparable', reason: left };
      const right = read(rules, b);
      if (typeof right === 'string') return { kind: 'not-comparable', reason: right };
      const found = rules.difference(left.version, right.version);
      if (typeof found === 'string') return { kind: 'not-comparable', reason: found };
      if (found === null)
        return { kind: 'ordered', sign: 0, why: `${left.text} and ${right.text} are the same, ${order}` };
      const at = { part: found.part, a: found.a, b: found.b };
      const why = `${rules.reason?.(found) ?? reasonOf(found)}, ${order}`;
      return { kind: 'ordered', sign: found.sign, at, why };
    },
  };
}

/** The difference of two pieces by their order, or null when that order says they are equal. */
export function differenceBy(order: number, pieces: DecidingPart & { place?: string }): Difference | null {
  if (order === 0) return null;
  return { ...pieces, sign: order < 0 ? -1 : 1 };
}
