import type { Archive, InstalledPackage, PackagePolicy, PolicyVersion } from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type { AdvisoryRow } from './redhat-advisories.ts';
import { releaseLine } from './redhat-names.ts';
import { advisoryArchives } from './redhat-repositories.ts';
import type { Upgrade } from './redhat-upgrades.ts';

export interface Offers {
  readonly archives: readonly Archive[];
  readonly rows: readonly AdvisoryRow[];
  /** null = the package manager could not be asked for them. */
  readonly upgrades: ReadonlyMap<string, Upgrade> | null;
  /** `name:arch` → line of the package in the rpm list. */
  readonly lines: ReadonlyMap<string, number>;
}

interface Offered {
  readonly archives: Set<string>;
  line: number;
}

/**
 * What the repositories offer for each installed package: what an update would bring, and every version that a
 * security advisory names. A package that neither names has nothing newer; it is answered for as well.
 */
export function policiesOf(
  packages: readonly InstalledPackage[],
  offers: Offers,
): Map<string, PackagePolicy> {
  const securityOf = groupSecurity(offers.rows);
  const archivesOf = advisoryArchives(offers.archives);
  return new Map(
    packages.map((pkg) => {
      const key = `${pkg.name}:${pkg.arch}`;
      const upgrade = offers.upgrades?.get(key);
      const versions = new Map<string, Offered>();
      if (upgrade) versions.set(upgrade.version, { archives: new Set([upgrade.repository]), line: 0 });
      for (const row of securityOf.get(key) ?? []) {
        if (!isApplicable(pkg, row.pkg.version, upgrade?.version)) continue;
        const repository = upgrade?.version === row.pkg.version ? upgrade.repository : undefined;
        const offered = versions.get(row.pkg.version) ?? { archives: new Set<string>(), line: 0 };
        for (const id of archivesOf(repository)) offered.archives.add(id);
        if (offered.line === 0) offered.line = row.line;
        versions.set(row.pkg.version, offered);
      }
      const { name, arch, version: installed } = pkg;
      const candidate = offers.upgrades === null ? null : (upgrade?.version ?? installed);
      const line = offers.lines.get(key) ?? 1;
      return [
        key,
        { name, arch, installed, candidate, versions: [...versions].map(toVersion), line },
      ] as const;
    }),
  );
}

function toVersion([version, { archives, line }]: readonly [string, Offered]): PolicyVersion {
  return { version, archives: [...archives], phased: null, line };
}

function groupSecurity(rows: readonly AdvisoryRow[]): Map<string, AdvisoryRow[]> {
  const groups = new Map<string, AdvisoryRow[]>();
  for (const row of rows) {
    if (row.kind !== 'security') continue;
    const key = `${row.pkg.name}:${row.pkg.arch}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/**
 * Within its own line of releases every advisory of the host's list applies: dnf has looked at the enabled streams.
 * Across lines only what dnf itself would install counts. What is not comparable is left for the matching to say.
 */
function isApplicable(pkg: InstalledPackage, version: string, candidate: string | undefined): boolean {
  const own = pkg.module === undefined ? releaseLine(pkg.version) : 'module';
  return own === releaseLine(version) || (candidate !== undefined && sameVersion(candidate, version));
}

function sameVersion(a: string, b: string): boolean {
  return compareSign('rpm', a, b) === 0;
}
