import type { InstalledPackage } from '../inventory/observation.ts';
import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import { isUpdateId, NO_UPDATE } from '../version/windows-update.ts';
import { adviceKeyTextOf } from './advice-key.ts';
import type { AnswerOf } from './feed-answer.ts';
import type { MissingPatch } from './match.ts';
import { readPlatform } from './platform.ts';
import { isPurl, schemeOfProduct } from './purl-scheme.ts';

const schemes: Readonly<Record<string, VersionScheme>> = {
  debian: 'deb',
  ubuntu: 'deb',
  alpine: 'apk',
  arch: 'pacman',
  freebsd: 'freebsd',
  windows: 'windows',
};

/** How the versions of a platform's own packages are ordered. */
export function schemeOf(platform: string | null): VersionScheme {
  return (platform === null ? undefined : schemes[readPlatform(platform).ecosystem]) ?? 'rpm';
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

export interface Asking {
  readonly answerOf: AnswerOf;
  /** What findings are kept by: source package, `name.arch` on an RPM host, purl without version. */
  readonly product: (pkg: InstalledPackage) => string;
}

/**
 * Patches that feeds say are missing, by the installed version alone. A source's fixed version is that of its binaries
 * too, but for rebuilds (+b1); binaries with versions of their own are left to the host's index. Updates that no version
 * shows are packages of their own: there or not.
 */
export function feedMissing(
  platform: string | null,
  packages: readonly ListedPackage[],
  { answerOf, product }: Asking,
): MissingPatch[] {
  return packages.flatMap((pkg): MissingPatch[] => {
    if (isKernelPart(pkg.name)) return [];
    const key = adviceKeyTextOf(platform, pkg);
    const answer = key === null ? null : answerOf(key);
    if (answer === null) return [];
    const { arch, candidate, held } = pkg;
    const found = { arch, source: product(pkg), phased: null, archive: 'feed' };
    const version = missingVersion(platform, pkg, answer.fixed);
    return [
      ...version.map((securityVersion) => ({
        ...found,
        name: pkg.name,
        installed: pkg.version,
        securityVersion,
        candidate,
        held,
      })),
      ...(answer.updates?.missing ?? []).map((update) => ({
        ...found,
        name: update,
        installed: NO_UPDATE,
        securityVersion: update,
        candidate: null,
        held: false,
      })),
    ];
  });
}

const comparedByItself: readonly VersionScheme[] = ['rpm', 'windows'];

function missingVersion(platform: string | null, pkg: ListedPackage, fixed: string | null): string[] {
  if (fixed === null || isUpdateId(fixed)) return [];
  const scheme = schemeOfProduct(pkg.name, schemeOf(platform));
  if (compareSign(scheme, pkg.version, fixed) !== -1) return [];
  if (isPurl(pkg.name) || comparedByItself.includes(scheme)) return [fixed];
  return pkg.version.replace(/\+b\d+$/, '') === pkg.sourceVersion ? [fixed] : [];
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
