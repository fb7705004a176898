import { compareSign } from '#core/version/compare.ts';
import type { Tier, Tiers, TrackedScan } from './finding-state.ts';
import type { MissingPatch } from './match.ts';

/** The tiers of an open finding by what feeds say now. */
export interface CorrectedTiers {
  /** The fix that gives the finding its identity; null = it is withdrawn. */
  readonly first: Tier | null;
  readonly later: readonly Tier[];
}

/**
 * Follow what feeds take back. A version that only feeds named and that they no longer name for what is installed is
 * lowered to what is still missing, or dropped where nothing is. What the host's own index offers as well no longer
 * rests on feeds. The same tiers when there is nothing to correct.
 */
export function correctTiers(
  tiers: Tiers,
  missing: readonly MissingPatch[],
  scan: TrackedScan,
): CorrectedTiers {
  const [first, ...later] = tiers;
  const { feeds } = scan;
  if (feeds === undefined || tiers.every(({ told }) => told === undefined)) return { first, later };
  const seen = new Map(missing.map((patch) => [`${patch.name}:${patch.arch}`, patch]));
  const [corrected, ...others] = tiers.map((tier) => correct(tier, seen, scan));
  const kept = others.filter((tier) => tier !== null);
  return {
    first: corrected ?? null,
    later: kept.filter((tier, at) => adds(tier, [corrected ?? null, ...kept.slice(0, at)], scan)),
  };
}

function correct(tier: Tier, seen: ReadonlyMap<string, MissingPatch>, scan: TrackedScan): Tier | null {
  const { scheme, installed, feeds } = scan;
  const targets: Record<string, string> = { ...tier.targets };
  const told: string[] = [];
  const lowered = new Set(tier.lowered);
  for (const key of tier.told ?? []) {
    const target = targets[key];
    const version = installed.get(key);
    if (target === undefined) continue;
    const isBelow = version !== undefined && compareSign(scheme, version, target) === -1;
    if (!feeds?.judged.has(key) || !isBelow) {
      told.push(key);
      continue;
    }
    const patch = seen.get(key);
    if (patch === undefined) delete targets[key];
    else if (compareSign(scheme, patch.securityVersion, target) === -1) {
      targets[key] = patch.securityVersion;
      lowered.add(key);
    }
    if (patch !== undefined && !isOffered(patch, targets[key] ?? target, scan)) told.push(key);
  }
  if (Object.keys(targets).length === 0) return null;
  const { version, firstSeenAt, scanId } = tier;
  return {
    version,
    firstSeenAt,
    scanId,
    targets,
    ...(told.length > 0 ? { told } : {}),
    ...(lowered.size > 0 ? { lowered: [...lowered] } : {}),
  };
}

/** True when the host's own index has the target too, or something above it. */
function isOffered(patch: MissingPatch, target: string, { scheme }: TrackedScan): boolean {
  const offered = patch.archive === 'feed' ? patch.offered : patch.securityVersion;
  return offered !== undefined && (compareSign(scheme, offered, target) ?? -1) >= 0;
}

/** True when a tier asks for more than those before it. */
function adds(tier: Tier, before: readonly (Tier | null)[], { scheme }: TrackedScan): boolean {
  return Object.entries(tier.targets).some(([key, target]) =>
    before.every((one) => {
      const lower = one?.targets[key];
      return lower === undefined || compareSign(scheme, target, lower) === 1;
    }),
  );
}
