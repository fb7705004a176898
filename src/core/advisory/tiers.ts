import { compareSign } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import type { FindingPackage, Tier, Tiers, TrackedScan } from './finding-state.ts';
import type { MissingPatch } from './match.ts';

/** The tier of a product seen missing for the first time. */
export function firstTier(missing: readonly MissingPatch[], scan: TrackedScan): Tier {
  const told = missing.filter(({ archive }) => archive === 'feed').map(({ name, arch }) => `${name}:${arch}`);
  return {
    version: highest(
      missing.map((patch) => patch.securityVersion),
      scan.scheme,
    ),
    firstSeenAt: scan.at,
    scanId: scan.scanId,
    targets: Object.fromEntries(
      missing.map((patch) => [`${patch.name}:${patch.arch}`, patch.securityVersion]),
    ),
    ...(told.length > 0 ? { told } : {}),
  };
}

/**
 * Add what a scan saw to the tiers of an open finding. A package of a version already known joins its tier (a
 * sister package installed later); a version above all of them is a new tier, first seen now. The same tiers when
 * there is nothing to add.
 */
export function raiseTiers(tiers: Tiers, missing: readonly MissingPatch[], scan: TrackedScan): Tiers {
  const { scheme } = scan;
  const known = targetsOf(tiers, scheme);
  const joined = new Map<Tier, readonly MissingPatch[]>();
  const higher: MissingPatch[] = [];
  for (const patch of missing) {
    const key = `${patch.name}:${patch.arch}`;
    const target = known[key];
    if (target !== undefined && compareSign(scheme, patch.securityVersion, target) !== 1) continue;
    const home = lowered(tiers, key, patch) ?? tierFor(patch.securityVersion, tiersAfter(tiers, key), scheme);
    if (home) joined.set(home, [...(joined.get(home) ?? []), patch]);
    else higher.push(patch);
  }
  if (joined.size === 0 && higher.length === 0) return tiers;
  const [first, ...later] = tiers;
  const widened: Tiers = [widen(first, joined), ...later.map((tier) => widen(tier, joined))];
  return higher.length > 0 ? [...widened, firstTier(higher, scan)] : widened;
}

/** The tier of this very version, whose target feeds had corrected downwards. */
function lowered(tiers: Tiers, key: string, { securityVersion }: MissingPatch): Tier | undefined {
  return tiers.find((tier) => tier.version === securityVersion && tier.lowered?.includes(key));
}

/** A target that a tier already has never moves: its version alone closes it. */
function tiersAfter(tiers: Tiers, key: string): Tier[] {
  return tiers.slice(tiers.findLastIndex((tier) => key in tier.targets) + 1);
}

function tierFor(version: string, tiers: readonly Tier[], scheme: VersionScheme): Tier | undefined {
  return (
    tiers.find((tier) => tier.version === version) ??
    tiers.find((tier) => compareSign(scheme, version, tier.version) === -1)
  );
}

function widen(tier: Tier, joined: ReadonlyMap<Tier, readonly MissingPatch[]>): Tier {
  const added = joined.get(tier);
  if (!added) return tier;
  const keyed = added.map((patch) => [`${patch.name}:${patch.arch}`, patch] as const);
  const targets = keyed.map(([key, { securityVersion }]) => [key, securityVersion] as const);
  const told = keyed.filter(([, { archive }]) => archive === 'feed').map(([key]) => key);
  const all = [...new Set([...(tier.told ?? []), ...told])];
  const wide = { ...tier, targets: { ...tier.targets, ...Object.fromEntries(targets) } };
  return all.length > 0 ? { ...wide, told: all } : wide;
}

/** The highest target of each package over all tiers. */
export function targetsOf(tiers: readonly Tier[], scheme: VersionScheme): Record<string, string> {
  const targets: Record<string, string> = {};
  for (const tier of tiers) {
    for (const [key, version] of Object.entries(tier.targets)) {
      const before = targets[key];
      if (before === undefined || compareSign(scheme, version, before) === 1) targets[key] = version;
    }
  }
  return targets;
}

type Seen = Pick<TrackedScan, 'installed' | 'scheme'>;

/** True when no package of the tier is installed below its version: updated or gone. */
export function isReached(tier: Tier, { installed, scheme }: Seen): boolean {
  return Object.entries(tier.targets).every(([key, target]) => {
    const version = installed.get(key);
    // A version that cannot be compared proves nothing.
    return version === undefined || (compareSign(scheme, version, target) ?? -1) >= 0;
  });
}

function highest(versions: readonly string[], scheme: VersionScheme): string {
  return versions.reduce((best, version) => (compareSign(scheme, version, best) === 1 ? version : best));
}

/** Name and architecture of a key `name:arch`; a name may hold colons itself. */
export function splitKey(key: string): { name: string; arch: string } {
  const at = key.lastIndexOf(':');
  return at === -1 ? { name: key, arch: '' } : { name: key.slice(0, at), arch: key.slice(at + 1) };
}

/** What a finding's package says of its scheme: nothing where it is Debian's, the first one there was. */
export function schemeMark(scheme: VersionScheme): Pick<FindingPackage, 'scheme'> {
  return scheme === 'deb' ? {} : { scheme };
}
