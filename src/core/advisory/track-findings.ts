import { canonicalJson } from '#core/canonical-json.ts';
import { debSign } from '#core/version/deb.ts';
import { closeTier } from './close-tier.ts';
import type {
  ClosedFinding,
  FindingChange,
  FindingPackage,
  FindingSnapshot,
  OpenFinding,
  Tier,
  TrackedScan,
  TrackerState,
} from './finding-state.ts';
import type { MissingPatch } from './match.ts';
import { firstTier, isReached, raiseTiers, targetsOf } from './tiers.ts';

/** Within this time the same fix missing again voids the closure; later it is a new finding (sla.md). */
const REOPEN_WINDOW_MS = 90 * 86_400_000;

/**
 * Fold one scan into the findings of an asset. Pure: the state after any set of scans in order of their start
 * is the same however it was reached.
 *
 * A finding is asset × fix × product. While it is open a newer security version raises its target and keeps
 * its clock; reaching the first version closes it, and what is still missing becomes a finding of its own,
 * first detected when its version was first seen. Only a sufficient scan closes anything.
 */
export function trackFindings(
  state: TrackerState,
  scan: TrackedScan,
): { state: TrackerState; changes: FindingChange[] } {
  const missing = groupByProduct(scan.missing);
  // What a scan that is not sufficient does not show, it says nothing about.
  const candidates = scan.sufficient ? [...Object.keys(state.open), ...missing.keys()] : [...missing.keys()];
  const products = [...new Set(candidates)].sort();
  const open: Record<string, OpenFinding> = { ...state.open };
  const closed: Record<string, readonly ClosedFinding[]> = { ...state.closed };
  const changes: FindingChange[] = [];
  for (const product of products) {
    const result = trackProduct(
      { open: open[product] ?? null, closed: closed[product] ?? [] },
      { product, missing: missing.get(product) ?? [] },
      scan,
    );
    if (result.open) open[product] = result.open;
    else delete open[product];
    if (result.closed.length > 0) closed[product] = result.closed;
    changes.push(...result.changes);
  }
  return { state: { open, closed }, changes };
}

interface ProductState {
  readonly open: OpenFinding | null;
  readonly closed: readonly ClosedFinding[];
}

interface ProductMissing {
  readonly product: string;
  readonly missing: readonly MissingPatch[];
}

function groupByProduct(missing: readonly MissingPatch[]): Map<string, MissingPatch[]> {
  const groups = new Map<string, MissingPatch[]>();
  for (const patch of missing) {
    const group = groups.get(patch.source);
    if (group) group.push(patch);
    else groups.set(patch.source, [patch]);
  }
  return groups;
}

function trackProduct(
  before: ProductState,
  seen: ProductMissing,
  scan: TrackedScan,
): ProductState & { changes: FindingChange[] } {
  const started = before.open
    ? { finding: { ...before.open, tiers: raiseTiers(before.open.tiers, seen.missing, scan) }, isNew: false }
    : startFinding(before.closed, seen, scan);
  if (!started) return { ...before, changes: [] };
  const known = new Set(before.closed.map(identityKey));
  if (before.open) known.add(identityKey(before.open));
  return settle(started.finding, { before, known, seen, scan });
}

function identityKey(finding: { fix: string; reopenNo: number }): string {
  return `${finding.fix}#${finding.reopenNo}`;
}

/** A finding for what is missing now: the same fix come back, or a new one. */
function startFinding(
  closed: readonly ClosedFinding[],
  { product, missing }: ProductMissing,
  scan: TrackedScan,
): { finding: OpenFinding; isNew: boolean } | null {
  if (missing.length === 0) return null;
  const returned = closed.find((one) => !isReached(one.tier, scan.installed));
  if (!returned) {
    const tier = firstTier(missing, scan);
    const identity = {
      product,
      fix: `security-update:${product}@${tier.version}`,
      reopenNo: 0,
      firstDetectedAt: scan.at,
      detectedBy: scan.scanId,
    };
    return { finding: { ...identity, tiers: [tier], reopenedAt: null, snapshot: blank }, isNew: true };
  }
  const tiers = raiseTiers([returned.tier], missing, scan);
  const { tier: _tier, fixedAt, ...identity } = returned;
  if (scan.at - fixedAt <= REOPEN_WINDOW_MS) {
    return { finding: { ...identity, tiers, reopenedAt: scan.at, snapshot: blank }, isNew: false };
  }
  const again = { ...identity, reopenNo: nextReopenNo(closed, identity.fix), firstDetectedAt: scan.at };
  return {
    finding: { ...again, detectedBy: scan.scanId, tiers, reopenedAt: null, snapshot: blank },
    isNew: true,
  };
}

function nextReopenNo(closed: readonly ClosedFinding[], fix: string): number {
  return 1 + Math.max(...closed.filter((one) => one.fix === fix).map((one) => one.reopenNo));
}

const blank: FindingSnapshot = {
  state: 'open',
  packages: [],
  installedAt: null,
  fixedAt: null,
  verifiedAt: null,
  verifiedBy: null,
  contradictedBy: null,
  reopenedAt: null,
};

interface Settling {
  readonly before: ProductState;
  readonly known: ReadonlySet<string>;
  readonly seen: ProductMissing;
  readonly scan: TrackedScan;
}

/** Close what this scan proves fixed, tier by tier, and write down what stays open. */
function settle(finding: OpenFinding, context: Settling): ProductState & { changes: FindingChange[] } {
  const { before, known, seen, scan } = context;
  const changes: FindingChange[] = [];
  // A fix that came back within the window is open again: its closure leaves the list.
  let closed = before.closed.filter((one) => identityKey(one) !== identityKey(finding));
  let current: OpenFinding | null = finding;
  while (current && scan.sufficient && isReached(current.tiers[0], scan.installed)) {
    if (scan.rebootPending && isKernel(current.tiers[0])) break;
    const snapshot = closeTier(current, scan);
    changes.push(changeOf(current, { snapshot, scan, known }));
    closed = [...closed, closedOf(current, snapshot)];
    current = nextFinding(current, scan);
  }
  if (!current) return { open: null, closed, changes };
  const snapshot = openSnapshot(current, seen.missing, scan);
  if (canonicalJson(snapshot) === canonicalJson(current.snapshot)) return { open: current, closed, changes };
  const open = { ...current, snapshot };
  return { open, closed, changes: [...changes, changeOf(open, { snapshot, scan, known })] };
}

function changeOf(
  finding: OpenFinding,
  { snapshot, scan, known }: { snapshot: FindingSnapshot; scan: TrackedScan; known: ReadonlySet<string> },
): FindingChange {
  const { product, fix, reopenNo, firstDetectedAt, detectedBy } = finding;
  const isNew = !known.has(identityKey(finding));
  return { product, fix, reopenNo, firstDetectedAt, detectedBy, validFromAt: scan.at, snapshot, isNew };
}

function closedOf(finding: OpenFinding, snapshot: FindingSnapshot): ClosedFinding {
  const { product, fix, reopenNo, firstDetectedAt, detectedBy, tiers } = finding;
  const fixedAt = snapshot.fixedAt ?? snapshot.verifiedAt ?? firstDetectedAt;
  return { product, fix, reopenNo, firstDetectedAt, detectedBy, tier: tiers[0], fixedAt };
}

/** The next tier that is still missing, as a finding first detected when its version was first seen. */
function nextFinding(finding: OpenFinding, scan: TrackedScan): OpenFinding | null {
  const [tier, ...rest] = finding.tiers.slice(1).filter((one) => !isReached(one, scan.installed));
  if (!tier) return null;
  return {
    product: finding.product,
    fix: `security-update:${finding.product}@${tier.version}`,
    reopenNo: 0,
    firstDetectedAt: tier.firstSeenAt,
    detectedBy: tier.scanId,
    tiers: [tier, ...rest],
    reopenedAt: null,
    snapshot: blank,
  };
}

function isKernel(tier: Tier): boolean {
  return Object.keys(tier.targets).some((key) => key.startsWith('linux-image-'));
}

function openSnapshot(
  finding: OpenFinding,
  missing: readonly MissingPatch[],
  scan: TrackedScan,
): FindingSnapshot {
  const waitsForReboot = scan.rebootPending && isKernel(finding.tiers[0]);
  const packages = openPackages(finding, missing, scan);
  const state = waitsForReboot && isReached(finding.tiers[0], scan.installed) ? 'reboot_pending' : 'open';
  return { ...blank, state, packages, reopenedAt: finding.reopenedAt };
}

/** Packages below their target; after a reboot-pending update, those that carry it. */
function openPackages(
  finding: OpenFinding,
  missing: readonly MissingPatch[],
  scan: TrackedScan,
): FindingPackage[] {
  const seen = new Map(missing.map((patch) => [`${patch.name}:${patch.arch}`, patch]));
  const before = new Map(finding.snapshot.packages.map((pkg) => [`${pkg.name}:${pkg.arch}`, pkg]));
  const rows = Object.entries(targetsOf(finding.tiers)).map(([key, fixed]) => {
    const installed = scan.installed.get(key) ?? (scan.sufficient ? null : (before.get(key)?.installed ?? null));
    const source = seen.get(key) ?? before.get(key);
    const [name = key, arch = ''] = key.split(':');
    const { candidate = null, held = false, phased = null } = source ?? {};
    return { name, arch, installed, fixed, candidate, held, phased };
  });
  const below = rows.filter((row) => row.installed !== null && debSign(row.installed, row.fixed) === -1);
  return (below.length > 0 ? below : rows).sort(byName);
}

function byName(a: FindingPackage, b: FindingPackage): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.arch < b.arch ? -1 : a.arch > b.arch ? 1 : 0;
}
