import type { Comparison, Sign, VersionOrder } from './comparison.ts';
import { compareUpdates, updateSign } from './windows-update.ts';

const order = 'by Windows build order';
const maxNumbers = 4;
/** Each part of a build number is at most 32 bits wide (VS_FIXEDFILEINFO holds less, registries more). */
const maxNumber = 4_294_967_295;
/** Windows builds since Vista; a version of two numbers from here on is `build.revision`. */
const firstBuild = 6_000;
const ordinals = ['first', 'second', 'third', 'fourth'];

interface WindowsVersion {
  readonly text: string;
  readonly numbers: readonly number[];
}

function parseWindows(raw: string): WindowsVersion | string {
  const text = raw.trim();
  if (text === '') return 'the version is empty';
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  if (!/^[0-9]+(?:\.[0-9]+)*$/.test(text)) return `${shown} is not numbers parted by dots`;
  const numbers = text.split('.').map(Number);
  if (numbers.length > maxNumbers) return `${shown} has more than ${maxNumbers} numbers`;
  if (numbers.some((number) => number > maxNumber)) return `${shown} has a number above ${maxNumber}`;
  return { text, numbers };
}

const isBareBuild = ({ numbers }: WindowsVersion): boolean =>
  numbers.length === 2 && (numbers[0] ?? 0) >= firstBuild;
const isFull = ({ numbers }: WindowsVersion): boolean => numbers.length === maxNumbers;

/** `20348.4294` against `10.0.20348.4294` would compare a build with a major version. */
function differInForm(a: WindowsVersion, b: WindowsVersion): boolean {
  return (isBareBuild(a) && isFull(b)) || (isFull(a) && isBareBuild(b));
}

interface Difference {
  readonly index: number;
  readonly a: number;
  readonly b: number;
}

/** Missing numbers count as 0. */
function firstDifference(a: WindowsVersion, b: WindowsVersion): Difference | null {
  for (let index = 0; index < maxNumbers; index++) {
    const pair = { a: a.numbers[index] ?? 0, b: b.numbers[index] ?? 0 };
    if (pair.a !== pair.b) return { index, ...pair };
  }
  return null;
}

/**
 * Order of two Windows builds or file versions `major.minor.build.revision`, number by number, without words.
 * The last number is the update build revision that every cumulative update raises.
 * @returns null when one of them is not such a version, or one is a bare `build.revision` and the other is full.
 * @example windowsSign('10.0.20348.4171', '10.0.20348.4294') // -1
 */
export function windowsSign(a: string, b: string): Sign | null {
  const ofUpdates = updateSign(a, b);
  if (ofUpdates !== undefined) return ofUpdates;
  const left = parseWindows(a);
  const right = parseWindows(b);
  if (typeof left === 'string' || typeof right === 'string' || differInForm(left, right)) return null;
  const found = firstDifference(left, right);
  if (!found) return 0;
  return found.a < found.b ? -1 : 1;
}

/** Order of two Windows versions with the reason. */
export function compareWindows(a: string, b: string): Comparison {
  const ofUpdates = compareUpdates(a, b);
  if (ofUpdates) return ofUpdates;
  const left = parseWindows(a);
  if (typeof left === 'string') return { kind: 'not-comparable', reason: left };
  const right = parseWindows(b);
  if (typeof right === 'string') return { kind: 'not-comparable', reason: right };
  if (differInForm(left, right)) {
    const reason = `of ${left.text} and ${right.text} one is a build and its revision, the other a full version`;
    return { kind: 'not-comparable', reason };
  }
  const found = firstDifference(left, right);
  if (!found)
    return { kind: 'ordered', sign: 0, why: `${left.text} and ${right.text} are the same, ${order}` };
  const sign = found.a < found.b ? -1 : 1;
  const direction = sign < 0 ? 'lower' : 'higher';
  return {
    kind: 'ordered',
    sign,
    at: { part: 'number', a: String(found.a), b: String(found.b) },
    why: `${found.a} is ${direction} than ${found.b} at the ${ordinals[found.index]} number, ${order}`,
  };
}

export const windows: VersionOrder = { title: 'Windows', compare: compareWindows, sign: windowsSign };
