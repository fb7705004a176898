import { debSign } from '#core/version/deb.ts';
import type { Tier, Tiers, TrackedScan } from './finding-state.ts';
import type { MissingPatch } from './match.ts';

/** The tier of a product seen missing for the first time. */
export function firstTier(missing: readonly MissingPatch[], scan: TrackedScan): Tier {
  return {
    version: highest(missing.map((patch) => patch.securityVersion)),
    firstSeenAt: scan.at,
    scanId: scan.scanId,
    targets: Object.fromEntries(
      missing.map((patch) => [`${patch.name}:${patch.arch}`, patch.securityVersion]),
    ),
  };
}

/**
 * Add what a scan saw to the tiers of an open finding. A package of a version already known joins its tier (a
 * sister package installed later); a version above all of them is a new tier, first seen now. The same tiers when
 * there is nothing to add.
 */
export function raiseTiers(tiers: Tiers, missing: readonly MissingPatch[], scan: TrackedScan): Tiers {
  const known = targetsOf(tiers);
  const joined = new Map<Tier, Record<string, string>>();
  const higher: MissingPatch[] = [];
  for (const patch of missing) {
    const key = `${patch.name}:${patch.arch}`;
    const target = known[key];
    if (target !== undefined && debSign(patch.securityVersion, target) !== 1) continue;
    const home = tierFor(patch.securityVersion, tiersAfter(tiers, key));
    if (home) joined.set(home, { ...joined.get(home), [key]: patch.securityVersion });
    else higher.push(patch);
  }
  if (joined.size === 0 && higher.length === 0) return tiers;
  const [first, ...later] = tiers;
  const widened: Tiers = [widen(first, joined), ...later.map((tier) => widen(tier, joined))];
  return higher.length > 0 ? [...widened, firstTier(higher, scan)] : widened;
}

/** A target that a tier already has never moves: its version alone closes it. */
function tiersAfter(tiers: Tiers, key: string): Tier[] {
  return tiers.slice(tiers.findLastIndex((tier) => key in tier.targets) + 1);
}

function tierFor(version: string, tiers: readonly Tier[]): Tier | undefined {
  return (
    tiers.find((tier) => tier.version === version) ??
    tiers.find((tier) => debSign(version, tier.version) === -1)
  );
}

function widen(tier: Tier, joined: ReadonlyMap<Tier, Readonly<Record<string, string>>>): Tier {
  const added = joined.get(tier);
  return added ? { ...tier, targets: { ...tier.targets, ...added } } : tier;
}

/** The highest target of each package over all tiers. */
export function targetsOf(tiers: readonly Tier[]): Record<string, string> {
  const targets: Record<string, string> = {};
  for (const tier of tiers) {
    for (const [key, version] of Object.entries(tier.targets)) {
      const before = targets[key];
      if (before === undefined || debSign(version, before) === 1) targets[key] = version;
    }
  }
  return targets;
}

/** True when no package of the tier is installed below its version: updated or gone. */
export function isReached(tier: Tier, installed: ReadonlyMap<string, string>): boolean {
  return Object.entries(tier.targets).every(([key, target]) => {
    const version = installed.get(key);
    // A version that cannot be compared proves nothing.
    return version === undefined || (debSign(version, target) ?? -1) >= 0;
  });
}

function highest(versions: readonly string[]): string {
  return versions.reduce((best, version) => (debSign(version, best) === 1 ? version : best));
}
