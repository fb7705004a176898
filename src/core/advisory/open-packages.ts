import { compareSign } from '#core/version/compare.ts';
import type { FindingPackage, OpenFinding, TrackedScan } from './finding-state.ts';
import type { MissingPatch } from './match.ts';
import { schemeMark, splitKey, targetsOf } from './tiers.ts';

/**
 * Packages of an open finding below their target; after a reboot-pending update, those that carry it. A scan
 * that is not sufficient adds what it saw missing and takes nothing away.
 */
export function openPackages(
  finding: OpenFinding,
  missing: readonly MissingPatch[],
  scan: TrackedScan,
): FindingPackage[] {
  const seen = new Map(missing.map((patch) => [`${patch.name}:${patch.arch}`, patch]));
  const before = new Map(finding.snapshot.packages.map((pkg) => [`${pkg.name}:${pkg.arch}`, pkg]));
  const rows = Object.entries(targetsOf(finding.tiers, scan.scheme)).map(([key, fixed]) => {
    const known = before.get(key);
    const trusted = scan.sufficient || seen.has(key) || !known;
    const installed = trusted ? (scan.installed.get(key) ?? null) : known.installed;
    const { name, arch } = splitKey(key);
    const { candidate = null, held = false, phased = null } = seen.get(key) ?? known ?? {};
    return { name, arch, installed, fixed, candidate, held, phased, ...schemeMark(scan.scheme) };
  });
  const below = rows.filter(
    (row) => row.installed !== null && (compareSign(scan.scheme, row.installed, row.fixed) ?? -1) === -1,
  );
  return (below.length > 0 ? below : rows).sort(byName);
}

function byName(a: FindingPackage, b: FindingPackage): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (a.arch !== b.arch) return a.arch < b.arch ? -1 : 1;
  return 0;
}
