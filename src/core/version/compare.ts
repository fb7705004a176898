import { apk } from './apk.ts';
import type { Comparison, Sign, VersionOrder } from './comparison.ts';
import { deb } from './deb.ts';
import { freebsd } from './freebsd.ts';
import { gem } from './gem.ts';
import { go } from './go.ts';
import { maven } from './maven.ts';
import { nuget } from './nuget.ts';
import { pacman } from './pacman.ts';
import { pep440 } from './pep440.ts';
import { rpm } from './rpm.ts';
import { semver } from './semver.ts';
import { windows } from './windows.ts';

export type { Comparison, Sign } from './comparison.ts';

/** Every version scheme the product can order. A new one is one file beside this and one name here. */
export const schemes = {
  deb,
  rpm,
  apk,
  pacman,
  freebsd,
  windows,
  semver,
  pep440,
  maven,
  gem,
  go,
  nuget,
} as const satisfies Record<string, VersionOrder>;

export type VersionScheme = keyof typeof schemes;

/** True when `name` is a registered scheme: for input from the command line, files or the API. */
export function isSchemeName(name: string): name is VersionScheme {
  return Object.hasOwn(schemes, name);
}

/** Orders two versions by the named scheme and says why; a version that cannot be read is not comparable. */
export function compareVersions(scheme: VersionScheme, a: string, b: string): Comparison {
  return schemes[scheme].compare(a, b);
}

/** True when the scheme can read the text as a version. */
export function isVersion(scheme: VersionScheme, text: string): boolean {
  return schemes[scheme].sign(text, text) !== null;
}

/** The bare order of two versions, fast; null = not comparable. */
export function compareSign(scheme: VersionScheme, a: string, b: string): Sign | null {
  return schemes[scheme].sign(a, b);
}
