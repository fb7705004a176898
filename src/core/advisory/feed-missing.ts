import type { InstalledPackage } from '../inventory/observation.ts';
import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import { isUpdateId, NO_UPDATE } from '../version/windows-update.ts';
import { adviceKeyTextOf } from './advice-key.ts';
import { isKernelPart, isNamedByFeeds, schemeOf } from './fed-version.ts';
import type { AnswerOf } from './feed-answer.ts';
import type { MissingPatch } from './match.ts';
import { schemeOfProduct } from './purl-scheme.ts';
import { settingsPlace } from './settings-item.ts';

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
 * shows, and settings, are packages of their own: there or not.
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
      ...(answer.settings ?? []).map((notice) => ({
        ...found,
        source: settingsPlace(product(pkg), notice),
        name: product(pkg),
        arch: notice,
        installed: NO_UPDATE,
        securityVersion: notice,
        candidate: null,
        held: false,
      })),
    ];
  });
}

function missingVersion(platform: string | null, pkg: ListedPackage, fixed: string | null): string[] {
  if (fixed === null || isUpdateId(fixed)) return [];
  const scheme = schemeOfProduct(pkg.name, schemeOf(platform));
  if (compareSign(scheme, pkg.version, fixed) !== -1) return [];
  return isNamedByFeeds(platform, pkg) ? [fixed] : [];
}

/** What the host's own index and feeds say together: of each package the higher version. */
export function joinMissing(
  own: readonly MissingPatch[],
  told: readonly MissingPatch[],
  scheme: VersionScheme,
): MissingPatch[] {
  const joined = new Map(own.map((patch) => [`${patch.name}:${patch.arch}`, patch]));
  for (const patch of told) {
    // One update, or one setting, may be asked of several products.
    const owner = patch.installed === NO_UPDATE ? `${patch.source}: ` : '';
    const key = `${owner}${patch.name}:${patch.arch}`;
    const known = joined.get(key);
    if (known === undefined || compareSign(scheme, patch.securityVersion, known.securityVersion) === 1)
      joined.set(key, known ? { ...known, ...feedsOver(known, patch) } : patch);
  }
  return [...joined.values()];
}

function feedsOver(own: MissingPatch, { securityVersion, archive }: MissingPatch): Partial<MissingPatch> {
  return { securityVersion, archive, offered: own.securityVersion };
}
