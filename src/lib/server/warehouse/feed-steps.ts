import { adviceKeyOf, adviceKeyText } from '#core/advisory/advice-key.ts';
import type { FeedSays } from '#core/advisory/feed-missing.ts';
import type { FindingChange } from '#core/advisory/finding-state.ts';
import { productOf } from '#core/advisory/match.ts';
import { platformOf } from '#core/advisory/platform.ts';
import type { AssetChanges, AssetFold, ObservedScan } from '#core/inventory/fold-asset.ts';
import { foldFeeds } from '#core/inventory/fold-feeds.ts';
import type { InstalledOn, KnownPackage } from '#core/inventory/fold-feeds.ts';
import { foldSteps } from '#core/inventory/fold-steps.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
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
  const platform = platformOf(observation.os, observation.archives);
  if (advice.fedAt() === null || platform === null) return;
  const keys = observation.packages.map((pkg) => adviceKeyText(adviceKeyOf(platform, pkg)));
  await askFeeds(
    context,
    event,
    keys.filter((key) => !advice.isKnown(key)),
  );
}

/** What feeds had said by an instant, UTC ms. */
export function saidBy(advice: AdviceBook, at: number): FeedSays {
  return {
    fixedOf: (key) => advice.at(key, at)?.fixed ?? null,
    endsAs: (key) => advice.at(key, at)?.endsAs ?? 'not_affected',
  };
}

/** True when feeds began to name another fixed version, or none, at an instant (UTC ms). */
export function fixChanged(timeline: readonly AdviceFact[], at: number): boolean {
  const until = timeline.findLast(({ recordedAt }) => recordedAt <= at);
  if (until?.recordedAt !== at) return false;
  return until.fixed !== (timeline.findLast(({ recordedAt }) => recordedAt < at)?.fixed ?? null);
}

/** An open span of time, UTC ms: after `from`, up to `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What happens to an asset between scans rests on this. */
type Told = Pick<ApplyContext, 'advice' | 'steps'>;

/** When feeds began to name another fix of what an asset has installed, or a person recorded a step; in order. */
export function stepTimes(
  { advice, steps }: Told,
  { assetId, fold }: { readonly assetId: string; readonly fold: AssetFold },
  { from, to }: Span,
): number[] {
  const platform = fold.asset?.platform ?? null;
  if (advice.fedAt() === null || platform === null) return [];
  const recorded = steps.of(assetId).map(({ at }) => at);
  const times = new Set<number>(recorded.filter((at) => at > from && at <= to));
  for (const pkg of readPackages(fold.packages)) {
    const timeline = advice.timelineOf(adviceKeyText(adviceKeyOf(platform, pkg)));
    for (const { recordedAt } of timeline)
      if (recordedAt > from && recordedAt <= to && fixChanged(timeline, recordedAt)) times.add(recordedAt);
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
  const { advice, writer } = context;
  const { asset } = fold;
  if (times.length === 0 || !asset || asset.platform === null) return fold;
  const family = asset.family as HostObservation['family'];
  const platform = asset.platform;
  const packages = readPackages(fold.packages);
  let { tracker } = fold;
  for (const at of times) {
    const steps = stepsBy(context, assetId, at);
    const step = { at, by: detectedBy(at), says: saidBy(advice, at), steps };
    const installed = { platform, family, packages: concernedAt(advice, { platform, family, packages }, at) };
    const told = foldFeeds({ ...fold, tracker }, installed, step);
    const products = recordedAt(context, assetId, at);
    const by = `steps ${new Date(at).toISOString()}`;
    const recorded = { at, by, products, platform, packages, steps };
    const { tracker: next, changes: stepped } = foldSteps({ ...fold, tracker: told.tracker }, recorded);
    const changes = [...told.changes, ...stepped];
    tracker = next;
    if (changes.length === 0) continue;
    writeIntervals(writer, { assetId, seq, at, changes: findingsOnly(changes) });
    onChanges(at, changes);
  }
  return { ...fold, tracker };
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
  const changed = packages.filter((pkg) =>
    fixChanged(advice.timelineOf(adviceKeyText(adviceKeyOf(platform, pkg))), at),
  );
  const products = new Set(changed.map((pkg) => productOf({ family }, pkg)));
  return packages.filter((pkg) => products.has(productOf({ family }, pkg)));
}

/** What detected a finding that no scan did: feeds, at an instant (UTC ms). */
export function detectedBy(at: number): string {
  return `feeds ${new Date(at).toISOString()}`;
}

/** Changes of findings alone. */
export function findingsOnly(findings: readonly FindingChange[]): AssetChanges {
  return { findings, packagesOpened: [], packagesClosed: [], asset: null, isFirst: false };
}
