import { closeByWord, closeSettings, closeSteps, closeTier, withdrawFix } from './close-tier.ts';
import { correctTiers } from './correct-tiers.ts';
import type {
  FindingChange,
  FindingSnapshot,
  LoadedProgram,
  OpenFinding,
  ProductState,
  Tier,
  TrackedScan,
  TrackerState,
} from './finding-state.ts';
import {
  closedOf,
  dropPast,
  lastOfSettings,
  nextFinding,
  reopenStepped,
  startFinding,
  unmarked,
} from './finding-lives.ts';
import { judgeSteps, REBOOT } from './further-steps.ts';
import { waitsForBoot } from './kernel.ts';
import type { MissingPatch } from './match.ts';
import { openPackages } from './open-packages.ts';
import { schemeOfProduct } from './purl-scheme.ts';
import { closeLoad, judgeLoad, withLoad } from './running-code.ts';
import { isSettingsFix, keyOfPlace, placeOfFinding, readPlace } from './settings-item.ts';
import { isReached, raiseTiers } from './tiers.ts';

/**
 * Fold one scan into the findings of an asset. Pure: the state after any set of scans in order of their start
 * is the same however it was reached; a scan that changes nothing returns the state it was given.
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
  const open = Object.keys(state).filter((product) => state[product]?.open);
  // What a scan that is not sufficient does not show, it says nothing about; feeds speak of what they judge.
  const judged = scan.sufficient ? open : open.filter((product) => isJudged(state[product]?.open, scan));
  const products = new Set([...judged, ...missing.keys(), ...recordedPlaces(state, scan)]);
  const changed: Record<string, ProductState> = {};
  const changes: FindingChange[] = [];
  for (const product of [...products].sort()) {
    const before = state[product] ?? unknownProduct;
    const own = { ...scan, scheme: schemeOfProduct(product, scan.scheme) };
    const after = trackProduct(before, { product, missing: missing.get(product) ?? [] }, own);
    if (after.state !== before) changed[product] = after.state;
    changes.push(...after.changes);
  }
  return { state: Object.keys(changed).length > 0 ? { ...state, ...changed } : state, changes };
}

/** Places of products of which a person recorded something. */
function recordedPlaces(state: TrackerState, { recorded }: TrackedScan): readonly string[] {
  if (recorded === undefined) return [];
  return Object.keys(state).filter((place) => recorded.has(readPlace(place).product));
}

function isJudged(finding: OpenFinding | null | undefined, { feeds }: TrackedScan): boolean {
  if (feeds === undefined) return false;
  return finding?.tiers.some(({ told }) => told?.some((key) => feeds.judged.has(key))) ?? false;
}

const unknownProduct: ProductState = { open: null, closed: [], past: {} };

function groupByProduct(missing: readonly MissingPatch[]): Map<string, MissingPatch[]> {
  const groups = new Map<string, MissingPatch[]>();
  for (const patch of missing) {
    const group = groups.get(patch.source);
    if (group) group.push(patch);
    else groups.set(patch.source, [patch]);
  }
  return groups;
}

interface ProductMissing {
  readonly product: string;
  readonly missing: readonly MissingPatch[];
}

interface Tracked {
  readonly state: ProductState;
  readonly changes: readonly FindingChange[];
}

function trackProduct(before: ProductState, seen: ProductMissing, scan: TrackedScan): Tracked {
  const { open } = before;
  const settling = { before, seen, scan };
  if (!open) {
    if (isVerified(before, seen, scan)) return { state: before, changes: [] };
    const doubted = before.closed.findLast((one) => one.stepped && scan.steps?.verifiedAt(one) === null);
    const finding =
      doubted && scan.recorded?.has(doubted.product)
        ? reopenStepped(doubted, scan)
        : startFinding(before, seen, scan);
    return finding ? settle(finding, settling) : { state: before, changes: [] };
  }
  const { first, later } = correctTiers(open.tiers, seen.missing, scan);
  if (first === null) return withdraw(open, later, settling);
  const isSame = isEqual([first, ...later], open.tiers);
  return settle(raise(isSame ? open : { ...open, tiers: [first, ...later] }, seen, scan), settling);
}

/** Settings that a person verified are done for as long as that stands, whatever feeds go on recommending. */
function isVerified(before: ProductState, { product }: ProductMissing, { steps }: TrackedScan): boolean {
  const last = lastOfSettings(product, before);
  return last !== null && (steps?.verifiedAt(last) ?? null) !== null;
}

function raise(open: OpenFinding, seen: ProductMissing, scan: TrackedScan): OpenFinding {
  const tiers = raiseTiers(open.tiers, seen.missing, scan);
  return tiers === open.tiers ? open : { ...open, tiers };
}

/** End a finding whose fix feeds withdrew; what is missing besides goes on as a finding of its own. */
function withdraw(open: OpenFinding, later: readonly Tier[], { before, seen, scan }: Settling): Tracked {
  const state = scan.feeds?.endsAs(placeOfFinding(open)) ?? 'not_affected';
  const snapshot = withdrawFix(open, scan, state);
  const changes = [changeOf(open, { snapshot, scan, before })];
  const closed = [...before.closed.filter(({ fix }) => fix !== open.fix), closedOf(open, snapshot)];
  const after = { open: null, closed, past: before.past };
  const left = nextFinding({ ...open, tiers: [open.tiers[0], ...later] }, after, scan);
  const next = left ? raise(left, seen, scan) : startFinding(after, seen, scan);
  if (!next) return { state: dropPast(after, scan.at), changes };
  const settled = settle(next, { before: after, seen, scan });
  return { state: settled.state, changes: [...changes, ...settled.changes] };
}

interface Settling {
  readonly before: ProductState;
  readonly seen: ProductMissing;
  readonly scan: TrackedScan;
}

/** Close what this scan proves fixed, tier by tier, and write down what stays open. */
function settle(finding: OpenFinding, { before, seen, scan }: Settling): Tracked {
  const changes: FindingChange[] = [];
  let closed = before.closed;
  let current: OpenFinding | null = finding;
  for (let snapshot = current && closing(current, scan); current && snapshot;) {
    changes.push(changeOf(current, { snapshot, scan, before }));
    closed = [...closed.filter(({ fix }) => fix !== current?.fix), closedOf(current, snapshot)];
    current = nextFinding(current, { ...before, closed }, scan);
    snapshot = current && closing(current, scan);
  }
  const marked = current && markReached(current, scan);
  const open = marked && withSnapshot(marked, openSnapshot(marked, seen.missing, scan));
  if (open && open !== marked) changes.push(changeOf(open, { snapshot: open.snapshot, scan, before }));
  if (open === before.open && changes.length === 0) return { state: before, changes };
  const state = { open, closed, past: before.past };
  return { state: changes.length > 0 ? dropPast(state, scan.at) : state, changes };
}

/** The finding itself when the scan shows nothing new of it. */
function withSnapshot(finding: OpenFinding, snapshot: FindingSnapshot): OpenFinding {
  const isSame = isEqual(finding.snapshot, snapshot);
  return isSame ? finding : { ...finding, snapshot };
}

function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isEqual(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

/** The closing row of a finding that this scan, or a person's word, ends; null = it stays open. */
function closing(finding: OpenFinding, scan: TrackedScan): FindingSnapshot | null {
  const verifiedAt = isSettingsFix(finding.fix) ? (scan.steps?.verifiedAt(finding) ?? null) : null;
  if (verifiedAt !== null) return closeSettings(finding, scan, verifiedAt);
  if (isProvenFixed(finding, scan)) {
    const snapshot = closeTier(finding, scan);
    if (snapshot.state === 'removed') return snapshot;
    const since = snapshot.installedAt ?? finding.reachedAt ?? scan.at;
    const { done, at } = judgeSteps(finding, scan, since);
    if (!done) return null;
    const load = judgeLoad(finding, scan, snapshot.flawSeenAt ?? scan.at);
    return load.old.length > 0 ? null : closeLoad(finding, closeSteps(finding, scan, at), load);
  }
  const isReady = finding.reachedAt !== undefined && finding.snapshot.state !== 'old_code_running';
  const isLeft = isReady && scan.recorded?.has(finding.product) === true;
  return isLeft && (scan.steps?.verifiedAt(finding) ?? null) !== null ? closeByWord(finding, scan) : null;
}

/** Note when a version was first seen installed while steps are left. */
function markReached(finding: OpenFinding, scan: TrackedScan): OpenFinding {
  if (!scan.sufficient) return finding;
  const { reachedAt, ...rest } = finding;
  if (!isProvenFixed(finding, scan)) return reachedAt === undefined ? finding : rest;
  return reachedAt === undefined ? { ...finding, reachedAt: scan.at } : finding;
}

/** What still runs old code of a fix that is installed; null = nothing that the scan shows. */
function oldCodeOf(
  finding: OpenFinding,
  missing: readonly MissingPatch[],
  scan: TrackedScan,
): readonly LoadedProgram[] | null {
  if (!scan.sufficient) {
    const isKept = finding.snapshot.state === 'old_code_running' && missing.length === 0;
    return isKept ? finding.snapshot.packages.flatMap(({ load }) => load?.programs ?? []) : null;
  }
  if (!isProvenFixed(finding, scan) || !finding.tiers.every((tier) => isReached(tier, scan))) return null;
  const { old } = judgeLoad(finding, scan, closeTier(finding, scan).flawSeenAt ?? scan.at);
  return old.length > 0 ? old : null;
}

/** True when all that is asked for is installed, and only a step besides is left. */
function isStepLeft(finding: OpenFinding, missing: readonly MissingPatch[], scan: TrackedScan): boolean {
  if (finding.reachedAt === undefined) return false;
  // A list that may have gaps proves nothing: it stays as it was.
  const isListed = scan.sufficient || scan.feeds !== undefined || scan.recorded !== undefined;
  if (!isListed) return finding.snapshot.state !== 'open' && missing.length === 0;
  return finding.tiers.every((tier) => isReached(tier, scan));
}

/** What it is called: a boot that a scan will see, or a step that a person verifies. */
function stepSnapshot(
  finding: OpenFinding,
  scan: TrackedScan,
): Pick<FindingSnapshot, 'state' | 'installedAt'> {
  const steps = scan.steps?.stepsOf(finding.snapshot.adviceKey);
  return {
    state: steps === REBOOT ? 'reboot_pending' : 'claimed',
    installedAt: scan.sufficient ? closeTier(finding, scan).installedAt : finding.snapshot.installedAt,
  };
}

function isProvenFixed({ tiers: [first] }: OpenFinding, scan: TrackedScan): boolean {
  const { sufficient, installed, kernel, scheme } = scan;
  if (!sufficient || !isReached(first, scan)) return false;
  // An installed kernel fixes nothing before it runs; a removed one never will.
  const isInstalled = Object.keys(first.targets).some((key) => installed.has(key));
  return !(isInstalled && waitsForBoot(first, kernel, scheme));
}

function changeOf(
  finding: OpenFinding,
  { snapshot, scan, before }: { snapshot: FindingSnapshot; scan: TrackedScan; before: ProductState },
): FindingChange {
  const { product, fix, reopenNo, firstDetectedAt, detectedBy } = finding;
  const isKnown = [before.open, ...before.closed].some(
    (one) => one?.fix === fix && one.reopenNo === reopenNo,
  );
  return {
    product,
    fix,
    reopenNo,
    firstDetectedAt,
    detectedBy,
    validFromAt: scan.at,
    snapshot,
    isNew: !isKnown,
  };
}

function openSnapshot(
  finding: OpenFinding,
  missing: readonly MissingPatch[],
  scan: TrackedScan,
): FindingSnapshot {
  const [first] = finding.tiers;
  const isPending = scan.sufficient
    ? isReached(first, scan)
    : finding.snapshot.state === 'reboot_pending' && missing.length === 0;
  const isStep = isStepLeft(finding, missing, scan);
  const old = oldCodeOf(finding, missing, scan);
  const packages = openPackages(finding, missing, scan);
  const step = isStep ? stepSnapshot(finding, scan) : null;
  return {
    ...unmarked,
    state: isPending ? 'reboot_pending' : 'open',
    ...step,
    // A boot starts every program anew.
    ...(old && step?.state !== 'reboot_pending' ? { state: 'old_code_running' } : {}),
    packages: old ? withLoad(packages, old, howKnown(old)) : packages,
    reopenedAt: finding.reopened?.at ?? null,
    // An installed kernel that does not run yet is not the version that the flaw is in.
    adviceKey:
      (isPending || isStep ? null : keyOfPlace(scan.adviceKeys, placeOfFinding(finding))) ??
      finding.snapshot.adviceKey,
  };
}

/** One program whose files were looked at is proof enough. */
function howKnown(programs: readonly LoadedProgram[]): LoadedProgram['known'] {
  return programs.some(({ known }) => known === 'seen') ? 'seen' : 'inferred';
}
