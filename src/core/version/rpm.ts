import type { Comparison, DecidingPart, Sign, VersionOrder } from './comparison.ts';
import { segmentDifference } from './rpm-segments.ts';
import { parseRpm } from './rpm-syntax.ts';
import type { RpmVersion } from './rpm-syntax.ts';

const order = 'by RPM version order';

interface Difference extends DecidingPart {
  readonly part: 'epoch' | 'version' | 'release';
  readonly sign: Sign;
}

/** Epoch, then version, then release decides, as rpm's rpmverCmp() does; null = the same. */
function firstDifference(a: RpmVersion, b: RpmVersion): Difference | null {
  if (a.epoch !== b.epoch) {
    return {
      part: 'epoch',
      sign: a.epoch < b.epoch ? -1 : 1,
      a: String(a.epoch),
      b: String(b.epoch),
    };
  }
  const version = segmentDifference(a.version, b.version);
  if (version) return { part: 'version', ...version };
  if (a.release !== null && b.release !== null) {
    const release = segmentDifference(a.release, b.release);
    return release && { part: 'release', ...release };
  }
  if (a.release === b.release) return null;
  return { part: 'release', sign: a.release === null ? -1 : 1, a: a.release ?? '', b: b.release ?? '' };
}

/**
 * Order of two RPM versions `[epoch:]version[-release]`, without words. Source: rpm's rpmvercmp.c and
 * rpm-version(7).
 * @returns null when one of them is not an RPM version.
 * @example rpmSign('3.0.7-27.el9', '3.0.7-28.el9_4') // -1
 */
export function rpmSign(a: string, b: string): Sign | null {
  const left = parseRpm(a);
  const right = parseRpm(b);
  if (typeof left === 'string' || typeof right === 'string') return null;
  return firstDifference(left, right)?.sign ?? 0;
}

/** Order of two RPM versions with the reason (rpm's rpmvercmp.c and rpm-version(7)). */
export function compareRpm(a: string, b: string): Comparison {
  const left = parseRpm(a);
  if (typeof left === 'string') return { kind: 'not-comparable', reason: left };
  const right = parseRpm(b);
  if (typeof right === 'string') return { kind: 'not-comparable', reason: right };
  const found = firstDifference(left, right);
  if (!found)
    return { kind: 'ordered', sign: 0, why: `${left.text} and ${right.text} are the same, ${order}` };
  const { sign, ...at } = found;
  return { kind: 'ordered', sign, at, why: reasonOf(found) };
}

function reasonOf({ part, sign, a, b }: Difference): string {
  const direction = sign < 0 ? 'lower' : 'higher';
  if (part === 'epoch')
    return `epoch ${a} is ${direction} than epoch ${b}, and the epoch decides first, ${order}`;
  const first = `makes the first version ${direction} in the ${part}, ${order}`;
  if (a === '~' || b === '~') return `the tilde ${first}`;
  if (a === '^' || b === '^') return `the caret ${first}`;
  if (a === '') return `the first version is lower: the second goes on with "${b}" in the ${part}, ${order}`;
  if (b === '') return `the first version is higher: it goes on with "${a}" in the ${part}, ${order}`;
  const [left, right] = [quoted(a), quoted(b)];
  return `${left} is ${direction} than ${right} in the ${part}, ${order}`;
}

/** Numbers bare and without leading zeros, letters in quotes. */
function quoted(piece: string): string {
  return /^[0-9]/.test(piece) ? piece.replace(/^0+(?=.)/, '') : `"${piece}"`;
}

export const rpm: VersionOrder = { title: 'RPM', compare: compareRpm, sign: rpmSign };
