import { compareSign } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { correctTiers } from './correct-tiers.ts';
import { isWithdrawn } from './finding-state.ts';
import type {
  ClosedFinding,
  FindingIdentity,
  FindingSnapshot,
  OpenFinding,
  ProductState,
  Tier,
  Tiers,
  TrackedScan,
} from './finding-state.ts';
import type { MissingPatch } from './match.ts';
import { placeOfFinding, readPlace, settingsFix } from './settings-item.ts';
import { firstTier, isReached, raiseTiers } from './tiers.ts';

/** Within this time of `fixed_at` the same fix missing again voids the closure; later it is a new finding (sla.md). */
const REOPEN_WINDOW_MS = 90 * 86_400_000;

/** The snapshot of a finding before any scan is written down. */
export const unmarked: FindingSnapshot = {
  state: 'open',
  packages: [],
  installedAt: null,
  fixedAt: null,
  verifiedAt: null,
  verifiedBy: null,
  flawSeenAt: null,
  contradictedBy: null,
  reopenedAt: null,
  adviceKey: null,
};

/** Until the advisory is known, the security version first seen names the fix. */
export function fixOf(product: string, version: string): string {
  return `security-update:${product}@${version}`;
}

/**
 * A finding for what is missing now, when none is open: a fix that comes back within the window (of several the
 * one with the earliest clock), else the fix seen now, in its next life. null = nothing is missing.
 */
export function startFinding(
  { closed, past }: ProductState,
  { product, missing }: { readonly product: string; readonly missing: readonly MissingPatch[] },
  scan: TrackedScan,
): OpenFinding | null {
  if (missing.length === 0) return null;
  const tier = firstTier(missing, scan);
  const seen = { closed, past };
  const returned = closed
    .filter(
      (one) =>
        isWithin(one, scan.at) &&
        (one.withdrawn
          ? isSaidAgain(one, missing)
          : one.tier.version === tier.version || !isReached(one.tier, scan)),
    )
    .sort(byClock(scan.scheme));
  const [first, ...others] = returned;
  if (!first) return openLife(product, [tier], seen);
  const again = (one: ClosedFinding): Tier => returnedTier(one, tier, scan);
  const higher = others
    .filter((one) => compareSign(scan.scheme, one.tier.version, first.tier.version) === 1)
    .map(again);
  const tiers: Tiers = [again(first), ...higher.sort(byVersion(scan.scheme))];
  const { first: standing, later } = correctTiers(tiers, missing, scan);
  if (standing === null) return openLife(product, [tier], seen);
  return openLife(product, raiseTiers([standing, ...later], missing, scan), seen);
}

/** A finding that a person's word had closed, when that word is taken back: its version stays installed. */
export function reopenStepped(closed: ClosedFinding, scan: TrackedScan): OpenFinding {
  const { product, fix, reopenNo, firstDetectedAt, detectedBy, tier } = closed;
  const reopened = { at: scan.at, scanId: scan.scanId };
  const identity = { product, fix, reopenNo, firstDetectedAt, detectedBy };
  return { ...identity, tiers: [tier], reopened, reachedAt: scan.at, snapshot: unmarked };
}

/** A withdrawn fix comes back only as itself. */
function isSaidAgain({ tier }: ClosedFinding, missing: readonly MissingPatch[]): boolean {
  return missing.some(
    ({ name, arch, securityVersion }) => tier.targets[`${name}:${arch}`] === securityVersion,
  );
}

/** The tier of a fix that is missing again; whether it rests on feeds is told by what they say now as well. */
function returnedTier({ tier }: ClosedFinding, now: Tier, scan: TrackedScan): Tier {
  const told = new Set([...(tier.told ?? []), ...(now.told ?? []).filter((key) => key in tier.targets)]);
  const again = { ...tier, firstSeenAt: scan.at, scanId: scan.scanId };
  return told.size > 0 ? { ...again, told: [...told] } : again;
}

/** The last finding of settings at a place, whose verification may stand; null = there was none. */
export function lastOfSettings(place: string, { closed, past }: Lives): FindingIdentity | null {
  const { product, notice } = readPlace(place);
  if (notice === null) return null;
  const fix = settingsFix(notice);
  const known = closed.findLast((one) => one.fix === fix);
  if (known) return known;
  const reopenNo = past[fix];
  return reopenNo === undefined ? null : { product, fix, reopenNo, firstDetectedAt: 0, detectedBy: '' };
}

/** What is still missing of a finding that was just closed: the next version, since it was first seen. */
export function nextFinding(
  finding: OpenFinding,
  state: ProductState,
  scan: TrackedScan,
): OpenFinding | null {
  const [tier, ...rest] = finding.tiers.slice(1).filter((one) => !isReached(one, scan));
  return tier ? openLife(placeOfFinding(finding), [tier, ...rest], state) : null;
}

type Lives = Pick<ProductState, 'closed' | 'past'>;

/** The first tier's fix as an open finding: reopened, or in a life of its own from when it was seen missing. */
function openLife(place: string, tiers: Tiers, { closed, past }: Lives): OpenFinding {
  const [{ version, firstSeenAt, scanId }] = tiers;
  const { product, notice } = readPlace(place);
  const fix = notice === null ? fixOf(product, version) : settingsFix(notice);
  const last = closed.find((one) => one.fix === fix);
  if (last && isWithin(last, firstSeenAt)) {
    const { reopenNo, firstDetectedAt, detectedBy } = last;
    const reopened = { at: firstSeenAt, scanId };
    return { product, fix, reopenNo, firstDetectedAt, detectedBy, tiers, reopened, snapshot: unmarked };
  }
  const lastNo = last?.reopenNo ?? past[fix] ?? -1;
  const identity: FindingIdentity = {
    product,
    fix,
    reopenNo: lastNo + 1,
    firstDetectedAt: firstSeenAt,
    detectedBy: scanId,
  };
  return { ...identity, tiers, reopened: null, snapshot: unmarked };
}

export function closedOf(finding: OpenFinding, snapshot: FindingSnapshot): ClosedFinding {
  const { product, fix, reopenNo, firstDetectedAt, detectedBy, tiers } = finding;
  const fixedAt = snapshot.fixedAt ?? snapshot.verifiedAt ?? firstDetectedAt;
  const closed = { product, fix, reopenNo, firstDetectedAt, detectedBy, tier: tiers[0], fixedAt };
  if (isWithdrawn(snapshot)) return { ...closed, withdrawn: true };
  return snapshot.verifiedBy?.startsWith('steps ') ? { ...closed, stepped: true } : closed;
}

/** Of closures that nothing can void any more only the number of the life is kept, so that the state stays small. */
export function dropPast({ open, closed, past }: ProductState, at: number): ProductState {
  const kept = closed.filter(
    (one) => isWithin(one, at) || open?.tiers.some(({ version }) => version === one.tier.version),
  );
  if (kept.length === closed.length) return { open, closed, past };
  const dropped = closed
    .filter((one) => !kept.includes(one))
    .map(({ fix, reopenNo }) => [fix, reopenNo] as const);
  return { open, closed: kept, past: { ...past, ...Object.fromEntries(dropped) } };
}

function isWithin({ fixedAt }: ClosedFinding, at: number): boolean {
  return at - fixedAt <= REOPEN_WINDOW_MS;
}

type Order<T> = (a: T, b: T) => number;

function byClock(scheme: VersionScheme): Order<ClosedFinding> {
  const order = byVersion(scheme);
  return (a, b) => a.firstDetectedAt - b.firstDetectedAt || order(a.tier, b.tier);
}

function byVersion(scheme: VersionScheme): Order<Pick<Tier, 'version'>> {
  return (a, b) => compareSign(scheme, a.version, b.version) ?? 0;
}
