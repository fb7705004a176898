import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import { adviceKeyOf, adviceKeyText } from './advice-key.ts';
import type { WithdrawnState } from './finding-state.ts';
import type { MissingPatch } from './match.ts';
import type { InstalledPackage } from '../inventory/observation.ts';
import { readPlatform } from './platform.ts';

/** The version by which feeds say that a key is fixed; null = nothing to install, or no feed speaks of it. */
export type FixedOf = (key: string) => string | null;

/** What feeds say of an installed version, by the key they are asked by. */
export interface FeedSays {
  readonly fixedOf: FixedOf;
  /** What is left of flaws that they once called fixed for it and now do not. */
  readonly endsAs: (key: string) => WithdrawnState;
}

/** No feed ever came. */
export const silentFeeds: FeedSays = { fixedOf: () => null, endsAs: () => 'not_affected' };

const schemes: Readonly<Record<string, VersionScheme>> = {
  debian: 'deb',
  ubuntu: 'deb',
  alpine: 'apk',
  arch: 'pacman',
  freebsd: 'freebsd',
};

/** How the versions of a platform's packages are ordered. */
export function schemeOf(platform: string): VersionScheme {
  return schemes[readPlatform(platform).ecosystem] ?? 'rpm';
}

/**
 * Kernels stay installed beside newer ones, each as a package of its own name, so that a version below the fixed one
 * says nothing: the package that brings the newest one is judged by the host's own index.
 */
const isKernelPart = (name: string): boolean => /^(?:linux|kernel)-|^kernel$/.test(name);

export interface ListedPackage extends InstalledPackage {
  /** What the host would install. */
  readonly candidate: string | null;
}

/**
 * Patches that feeds say are missing, by the installed version alone. A source's fixed version is that of its binaries
 * too, but for rebuilds (+b1); binaries with versions of their own are left to the host's index.
 * @param product what findings are kept by: source package, `name.arch` on an RPM host
 */
export function feedMissing(
  platform: string,
  packages: readonly ListedPackage[],
  { fixedOf, product }: { readonly fixedOf: FixedOf; readonly product: (pkg: InstalledPackage) => string },
): MissingPatch[] {
  const scheme = schemeOf(platform);
  return packages.flatMap((pkg): MissingPatch[] => {
    if (isKernelPart(pkg.name)) return [];
    const fixed = fixedOf(adviceKeyText(adviceKeyOf(platform, pkg)));
    if (fixed === null || compareSign(scheme, pkg.version, fixed) !== -1) return [];
    const own = scheme === 'rpm' ? pkg.version : pkg.version.replace(/\+b\d+$/, '');
    if (scheme !== 'rpm' && own !== pkg.sourceVersion) return [];
    const { name, arch, candidate, held } = pkg;
    const found = { name, arch, source: product(pkg), installed: pkg.version, securityVersion: fixed };
    return [{ ...found, candidate, held, phased: null, archive: 'feed' }];
  });
}

/** What the host's own index and feeds say together: of each package the higher version. */
export function joinMissing(
  own: readonly MissingPatch[],
  told: readonly MissingPatch[],
  scheme: VersionScheme,
): MissingPatch[] {
  const joined = new Map(own.map((patch) => [`${patch.name}:${patch.arch}`, patch]));
  for (const patch of told) {
    const key = `${patch.name}:${patch.arch}`;
    const known = joined.get(key);
    if (known === undefined || compareSign(scheme, patch.securityVersion, known.securityVersion) === 1)
      joined.set(key, known ? { ...known, ...feedsOver(known, patch) } : patch);
  }
  return [...joined.values()];
}

function feedsOver(own: MissingPatch, { securityVersion, archive }: MissingPatch): Partial<MissingPatch> {
  return { securityVersion, archive, offered: own.securityVersion };
}
