import { adviceKeyTextOf } from '#core/advisory/advice-key.ts';
import type { AnswerOf } from '#core/advisory/feed-answer.ts';
import type { FindingChange } from '#core/advisory/finding-state.ts';
import { productOf } from '#core/advisory/match.ts';
import { platformOfHost } from '#core/advisory/platform.ts';
import type { AssetChanges, AssetFold, AssetRow, ObservedScan } from '#core/inventory/fold-asset.ts';
import { feedReasons, withFeedReasons } from '#core/inventory/feed-reasons.ts';
import { foldFeeds } from '#core/inventory/fold-feeds.ts';
import type { InstalledOn, KnownPackage } from '#core/inventory/fold-feeds.ts';
import { foldSteps } from '#core/inventory/fold-steps.ts';
import type { HostObservation, InstalledPackage } from '#core/inventory/observation.ts';
import { readPackages } from '#core/inventory/package-facts.ts';
import type { AdviceBook, AdviceFact } from './advice-book.ts';
import type { ApplyContext } from './apply-context.ts';
import { askFeeds } from './ask-feeds.ts';
import type { ScanEvent } from './scan-event.ts';
import { stepsBy } from './step-book.ts';
import { writeIntervals } from './write-changes.ts';

/** Ask feeds about everything that a scan saw installed, before findings and deadlines rest on it. */
export async function askAbout(
  context: ApplyContext,
  { event }: Pick<ScanEvent, 'event'>,
  { observation }: ObservedScan,
): Promise<void> {
  const { advice } = context;
  if (advice.fedAt() === null) return;
  const platform = platformOfHost(observation);
  const keys = observation.packages.flatMap((pkg) => adviceKeyTextOf(platform, pkg) ?? []);
  await askFeeds(
    context,
    event,
    keys.filter((key) => !advice.isKnown(key)),
  );
}

/** What feeds had said by an instant, UTC ms. */
export function answersBy(advice: AdviceBook, at: number): AnswerOf {
  return (key) => advice.at(key, at);
}

/** What feeds said of a key by an instant, UTC ms, and before; null when they began to say nothing else then. */
function turnedAt(
  timeline: readonly AdviceFact[],
  at: number,
): { readonly now: AdviceFact; readonly before: AdviceFact | undefined } | null {
  const now = timeline.findLast(({ recordedAt }) => recordedAt <= at);
  if (now?.recordedAt !== at) return null;
  return { now, before: timeline.findLast(({ recordedAt }) => recordedAt < at) };
}

/** True when feeds began to name another fixed version, other updates, or none, at an instant (UTC ms). */
export function fixChanged(timeline: readonly AdviceFact[], at: number): boolean {
  const turned = turnedAt(timeline, at);
  return turned !== null && isOtherFix(turned.now, turned.before);
}

/** True when what feeds said last names another fix than what they said before it, be it at the same instant. */
export function fixTurned(timeline: readonly AdviceFact[]): boolean {
  const [now, before] = timeline.slice(-2).reverse();
  return now !== undefined && isOtherFix(now, before);
}

function isOtherFix(now: AdviceFact, before: AdviceFact | undefined): boolean {
  return (
    now.fixed !== (before?.fixed ?? null) ||
    updatesText(now) !== updatesText(before) ||
    settingsText(now) !== settingsText(before)
  );
}

function settingsText(fact: AdviceFact | undefined): string {
  return JSON.stringify(fact?.settings ?? []);
}

function updatesText(fact: AdviceFact | undefined): string {
  const { missing = [], inPlace = [] } = fact?.updates ?? {};
  return JSON.stringify([missing, inPlace]);
}

/** True when it can be told from then on, or not any more, or for another reason. */
function reasonChanged(timeline: readonly AdviceFact[], at: number): boolean {
  const turned = turnedAt(timeline, at);
  return turned !== null && turned.now.undecided !== (turned.before?.undecided ?? null);
}

/** An open span of time, UTC ms: after `from`, up to `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What happens to an asset between scans rests on this. */
type Told = Pick<ApplyContext, 'advice' | 'steps'>;

/** When feeds began to say something else of what an asset has installed, or a person recorded a step; in order. */
export function stepTimes(
  { advice, steps }: Told,
  { assetId, fold }: { readonly assetId: string; readonly fold: AssetFold },
  { from, to }: Span,
): number[] {
  if (advice.fedAt() === null || !fold.asset) return [];
  const { platform } = fold.asset;
  const recorded = steps.of(assetId).map(({ at }) => at);
  const times = new Set<number>(recorded.filter((at) => at > from && at <= to));
  for (const pkg of readPackages(fold.packages)) {
    const timeline = timelineOf(advice, platform, pkg);
    for (const { recordedAt: at } of timeline)
      if (at > from && at <= to && (fixChanged(timeline, at) || reasonChanged(timeline, at))) times.add(at);
  }
  return [...times].sort((a, b) => a - b);
}

interface Stepping {
  readonly assetId: string;
  readonly seq: number;
  readonly times: readonly number[];
  /** Told of every change, in their order. */
  readonly onChanges: (at: number, findings: readonly FindingChange[]) => void;
}

/** Fold what feeds began to say at these instants, and write what follows for findings. */
export function applySteps(
  context: Pick<ApplyContext, 'advice' | 'steps' | 'writer'>,
  fold: AssetFold,
  { assetId, seq, times, onChanges }: Stepping,
): AssetFold {
  if (times.length === 0 || !fold.asset) return fold;
  const { advice, writer } = context;
  let { tracker } = fold;
  let asset: AssetRow = fold.asset;
  const family = asset.family as HostObservation['family'];
  const { platform } = asset;
  const packages = readPackages(fold.packages);
  const product = (pkg: InstalledPackage) => productOf({ family }, pkg);
  for (const at of times) {
    const steps = stepsBy(context, assetId, at);
    const answerOf = answersBy(advice, at);
    const installed = { platform, family, packages: concernedAt(advice, { platform, family, packages }, at) };
    const fed = foldFeeds({ ...fold, tracker }, installed, { at, by: detectedBy(at), answerOf, steps });
    const { tracker: next, changes: stepped } = foldSteps(
      { ...fold, tracker: fed.tracker },
      {
        at,
        by: `steps ${new Date(at).toISOString()}`,
        products: recordedAt(context, assetId, at),
        seen: { platform, packages, answerOf, product },
        steps,
      },
    );
    const told = withFeedReasons(asset, feedReasons(platform, packages, { product, answerOf }));
    const changes = [...fed.changes, ...stepped];
    if (changes.length > 0 || told !== asset) {
      const row = told === asset ? null : told;
      writeIntervals(writer, { assetId, seq, at, changes: feedChanges(changes, row) });
    }
    tracker = next;
    asset = told;
    if (changes.length > 0) onChanges(at, changes);
  }
  return { ...fold, tracker, asset };
}

/** Products of which a person recorded something about steps at an instant. */
function recordedAt({ steps }: Told, assetId: string, at: number): ReadonlySet<string> {
  const then = steps.of(assetId).filter((one) => one.at === at);
  return new Set(then.map(({ product }) => product));
}

/** Everything installed of the products of which a fix changed at an instant. */
function concernedAt(
  advice: AdviceBook,
  { platform, family, packages }: InstalledOn,
  at: number,
): readonly KnownPackage[] {
  const changed = packages.filter((pkg) => fixChanged(timelineOf(advice, platform, pkg), at));
  const products = new Set(changed.map((pkg) => productOf({ family }, pkg)));
  return packages.filter((pkg) => products.has(productOf({ family }, pkg)));
}

function timelineOf(
  advice: AdviceBook,
  platform: string | null,
  pkg: InstalledPackage,
): readonly AdviceFact[] {
  const key = adviceKeyTextOf(platform, pkg);
  return key === null ? [] : advice.timelineOf(key);
}

/** What detected a finding that no scan did: feeds, at an instant (UTC ms). */
export function detectedBy(at: number): string {
  return `feeds ${new Date(at).toISOString()}`;
}

/** What feeds change: findings, and why the asset cannot pass. */
export function feedChanges(findings: readonly FindingChange[], asset: AssetRow | null = null): AssetChanges {
  return {
    findings,
    packagesOpened: [],
    packagesClosed: [],
    holdings: { closed: [], opened: [] },
    asset,
    isFirst: false,
  };
}
