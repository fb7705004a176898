import { adviceKeys } from '#core/advisory/advice-key.ts';
import type { FindingChange, TrackedScan, TrackerState } from '#core/advisory/finding-state.ts';
import { emptyTracker } from '#core/advisory/finding-state.ts';
import { kernelLoad } from '#core/advisory/kernel.ts';
import { feedMissing, joinMissing } from '#core/advisory/feed-missing.ts';
import type { AnswerOf } from '#core/advisory/feed-answer.ts';
import { feedWord } from '#core/advisory/feed-word.ts';
import type { StepWord } from '#core/advisory/further-steps.ts';
import { installedVersions } from '#core/advisory/installed-versions.ts';
import { matchInventory, productOf, requiredSections } from '#core/advisory/match.ts';
import type { MissingPatch } from '#core/advisory/match.ts';
import { platformOfHost } from '#core/advisory/platform.ts';
import { reason, withRemedies } from '#core/advisory/reason.ts';
import type { Reason } from '#core/advisory/reason.ts';
import type { FreshnessLimits } from '#core/advisory/security-archive.ts';
import { trackFindings } from '#core/advisory/track-findings.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import type { AssetFacts } from './asset-facts.ts';
import { feedReasons } from './feed-reasons.ts';
import { changedHoldings } from './holdings.ts';
import type { HoldingChanges } from './holdings.ts';
import type { HostObservation, InstalledPackage } from './observation.ts';
import { onlyFed } from './only-fed.ts';
import { releaseFacts } from './release-support.ts';
import { packagesOf, packageText, readPackages } from './package-facts.ts';
import type { PackageFacts } from './package-facts.ts';

/** One credentialed scan that saw something, ready to be folded. */
export interface ObservedScan {
  readonly scanId: string;
  /** Start of the scan, UTC ms. */
  readonly at: number;
  readonly outcome: 'complete' | 'partial';
  readonly observation: HostObservation;
  readonly address: string | null;
  readonly limits: FreshnessLimits;
}

/** The observed facts of an asset between two scans. */
export interface AssetRow {
  readonly name: string;
  readonly address: string | null;
  readonly family: string;
  readonly osId: string;
  readonly osName: string;
  readonly kernel: string;
  /** As `platformOf` writes it; null = no feed speaks of it. */
  readonly platform: string | null;
  /** AssetFacts as canonical JSON. */
  readonly facts: string;
}

/** State of one asset after a scan: what the next one is compared with. */
export interface AssetFold {
  readonly tracker: TrackerState;
  readonly previousSufficient: { readonly at: number; readonly scanId: string } | null;
  /** `name:arch` → row text. */
  readonly packages: ReadonlyMap<string, string>;
  readonly asset: AssetRow | null;
}

export const emptyFold: AssetFold = {
  tracker: emptyTracker,
  previousSufficient: null,
  packages: new Map(),
  asset: null,
};

/** What one scan changed: rows that end at its start, and rows that begin there. */
export interface AssetChanges {
  readonly findings: readonly FindingChange[];
  readonly packagesOpened: readonly PackageFacts[];
  readonly packagesClosed: readonly string[];
  readonly holdings: HoldingChanges;
  /** null = unchanged. */
  readonly asset: AssetRow | null;
  /** Nothing was known of the asset before. */
  readonly isFirst: boolean;
}

/**
 * A scan is sufficient when it is complete and every section that a verdict rests on was read: only such a
 * scan counts as coverage and may close findings.
 */
export function isSufficient(scan: Pick<ObservedScan, 'outcome' | 'observation'>): boolean {
  const { problems, packages } = scan.observation;
  if (scan.outcome !== 'complete' || packages.length === 0) return false;
  return !problems.some((problem) => requiredSections.includes(problem.section));
}

/**
 * Fold one scan into an asset. Pure; scans must come in the order of their start.
 * @param answerOf what feeds said by the start of the scan
 */
export function foldScan(
  fold: AssetFold,
  scan: ObservedScan,
  answerOf: AnswerOf = () => null,
  steps?: StepWord,
): { fold: AssetFold; changes: AssetChanges } {
  const sufficient = isSufficient(scan);
  const verdict = matchInventory(scan.observation, scan.limits, scan.at);
  const kernel = kernelLoad(scan.observation);
  const { observation } = scan;
  const { versionScheme, packages: installed } = observation;
  const platform = platformOfHost(observation);
  const product = (pkg: InstalledPackage) => productOf(observation, pkg);
  const keys = adviceKeys(platform, versionScheme, installed, { product, answerOf });
  const asked = { platform, packages: installed, answerOf, tracker: fold.tracker, product };
  const tracked = trackFindings(fold.tracker, {
    scanId: scan.scanId,
    at: scan.at,
    sufficient,
    previousSufficient: fold.previousSufficient,
    scheme: versionScheme,
    missing: withFeeds(observation, { platform, own: verdict.missing, answerOf }),
    installed: installedVersions(asked),
    candidateOf: (key) => observation.policies.get(key)?.candidate ?? null,
    installRecords: observation.installRecords,
    adviceKeys: keys,
    kernel,
    waitsForBoot: observation.rebootRequired,
    ...runningWord(observation, product),
    // A complete scan shows all that the host's own index offers, so that the rest is the word of feeds.
    ...(sufficient ? { feeds: feedWord(asked, keys) } : {}),
    ...(steps ? { steps } : {}),
  });
  const isKept = sufficient || isAddedTo(scan);
  const packages = isKept ? packagesOf(observation, verdict, fold.packages) : null;
  const next = nextPackages(fold.packages, packages, sufficient);
  const own = sufficient ? verdict.reasons : withPartial(verdict.reasons, observation);
  const known = readPackages(next);
  const reasons = [...own, ...feedReasons(platform, known, { product, answerOf })];
  const fed = onlyFed(observation.family, platform, known);
  const asset = assetRow(scan, { reasons, fed, platform, rebootPending: kernel?.rebootPending ?? false });
  const before = { platform: fold.asset?.platform ?? null, packages: readPackages(fold.packages) };
  const unchanged = fold.asset !== null && canonicalJson(fold.asset) === canonicalJson(asset);
  return {
    fold: {
      tracker: tracked.state,
      previousSufficient: sufficient ? { at: scan.at, scanId: scan.scanId } : fold.previousSufficient,
      packages: next,
      asset,
    },
    changes: {
      findings: tracked.changes,
      packagesOpened: (packages ?? []).filter((pkg) => fold.packages.get(pkg.key) !== next.get(pkg.key)),
      packagesClosed: [...fold.packages].filter(([key, text]) => next.get(key) !== text).map(([key]) => key),
      holdings: changedHoldings(before, { platform, packages: known }),
      asset: unchanged ? null : asset,
      isFirst: fold.asset === null,
    },
  };
}

/** Which programs run, by product; nothing where that cannot be seen. */
function runningWord(
  { running, packages }: HostObservation,
  product: (pkg: InstalledPackage) => string,
): Pick<TrackedScan, 'running'> {
  if (!running) return {};
  const products = new Map(packages.map((pkg) => [`${pkg.name}:${pkg.arch}`, product(pkg)]));
  return { running: { ...running, productOf: (key) => products.get(key) ?? null } };
}

/** A list that may lack packages, and is sound otherwise, adds what it has to what is known. */
function isAddedTo({ observation }: ObservedScan): boolean {
  return observation.partialList !== undefined && isSufficient({ outcome: 'complete', observation });
}

/** The rows after a scan: those that it saw, and of a list that proves nothing gone those that were known before. */
function nextPackages(
  before: AssetFold['packages'],
  packages: readonly PackageFacts[] | null,
  isWhole: boolean,
): AssetFold['packages'] {
  if (packages === null) return before;
  const seen = packages.map((pkg) => [pkg.key, packageText(pkg)] as const);
  return new Map(isWhole ? seen : [...before, ...seen]);
}

interface Told {
  readonly platform: string | null;
  readonly own: readonly MissingPatch[];
  readonly answerOf: AnswerOf;
}

function withFeeds(observation: HostObservation, { platform, own, answerOf }: Told): readonly MissingPatch[] {
  const listed = observation.packages.map((pkg) => ({
    ...pkg,
    candidate: observation.policies.get(`${pkg.name}:${pkg.arch}`)?.candidate ?? null,
  }));
  const product = (pkg: InstalledPackage) => productOf(observation, pkg);
  const told = feedMissing(platform, listed, { answerOf, product });
  return told.length === 0 ? own : joinMissing(own, told, observation.versionScheme);
}

/** A scan that proves nothing must not take away the reasons of one that did: it is a reason itself. */
function withPartial(
  reasons: readonly Reason[],
  { problems, family, partialList }: HostObservation,
): readonly Reason[] {
  if (partialList !== undefined) return [...reasons, reason('list-incomplete', partialList)];
  if (reasons.some(({ code }) => code === 'section-failed' || code === 'no-package-list')) return reasons;
  const [first] = problems;
  const partial = reason('scan-partial', first ? `${first.section}, ${first.detail}` : 'it ended early');
  return [...reasons, ...withRemedies([partial], family)];
}

interface Judged {
  readonly reasons: readonly Reason[];
  readonly rebootPending: boolean;
  readonly fed: readonly string[];
  readonly platform: string | null;
}

function assetRow(scan: ObservedScan, { reasons, rebootPending, fed, platform }: Judged): AssetRow {
  const { observation } = scan;
  const { os } = observation;
  const release = releaseFacts(observation, platform);
  const facts: AssetFacts = {
    reasons,
    notSeen: observation.notSeen,
    hostname: observation.identity.hostname,
    addresses: observation.identity.addresses,
    zone: observation.zone,
    inContainer: observation.kernel.inContainer,
    rebootPending,
    rebootRequired: observation.rebootRequired,
    servicesToRestart: observation.servicesToRestart,
    ...(observation.livePatches ? { livePatches: observation.livePatches } : {}),
    ...(fed.length > 0 ? { onlyFed: fed } : {}),
    ...(release ? { release } : {}),
  };
  return {
    name: observation.identity.hostname,
    address: scan.address ?? observation.identity.addresses[0] ?? null,
    family: observation.family,
    osId: os.id,
    osName: os.prettyName,
    kernel: observation.kernel.running,
    platform,
    facts: canonicalJson(facts),
  };
}
