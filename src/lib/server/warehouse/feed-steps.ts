import { adviceKeyTextOf } from '#core/advisory/advice-key.ts';
import type { AnswerOf } from '#core/advisory/feed-answer.ts';
import type { FindingChange } from '#core/advisory/finding-state.ts';
import { productOf } from '#core/advisory/match.ts';
import { platformOfHost } from '#core/advisory/platform.ts';
import type { AssetChanges, AssetFold, AssetRow, ObservedScan } from '#core/inventory/fold-asset.ts';
import { feedReasons, withFeedReasons } from '#core/inventory/feed-reasons.ts';
import { foldFeeds } from '#core/inventory/fold-feeds.ts';
import type { HostObservation, InstalledPackage } from '#core/inventory/observation.ts';
import { readPackages } from '#core/inventory/package-facts.ts';
import type { AdviceBook } from './advice-book.ts';
import type { ApplyContext } from './apply-context.ts';
import { askFeeds } from './ask-feeds.ts';
import type { ScanEvent } from './scan-event.ts';
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

/** An open span of time, UTC ms: after `from`, up to `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** When feeds began to say something else of what an asset has installed, in order. */
export function stepTimes(advice: AdviceBook, fold: AssetFold, { from, to }: Span): number[] {
  if (advice.fedAt() === null || !fold.asset) return [];
  const { platform } = fold.asset;
  const times = new Set<number>();
  for (const pkg of readPackages(fold.packages)) {
    const key = adviceKeyTextOf(platform, pkg);
    for (const { recordedAt } of key === null ? [] : advice.timelineOf(key))
      if (recordedAt > from && recordedAt <= to) times.add(recordedAt);
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
  { advice, writer }: Pick<ApplyContext, 'advice' | 'writer'>,
  fold: AssetFold,
  { assetId, seq, times, onChanges }: Stepping,
): AssetFold {
  if (times.length === 0 || !fold.asset) return fold;
  let { tracker } = fold;
  let asset: AssetRow = fold.asset;
  const family = asset.family as HostObservation['family'];
  const installed = { platform: asset.platform, family, packages: readPackages(fold.packages) };
  const product = (pkg: InstalledPackage) => productOf({ family }, pkg);
  for (const at of times) {
    const answerOf = answersBy(advice, at);
    const step = { at, by: detectedBy(at), answerOf };
    const { tracker: next, changes } = foldFeeds({ ...fold, tracker }, installed, step);
    const reasons = feedReasons(installed.platform, installed.packages, { product, answerOf });
    const told = withFeedReasons(asset, reasons);
    if (changes.length > 0 || told !== asset)
      writeIntervals(writer, {
        assetId,
        seq,
        at,
        changes: feedChanges(changes, told === asset ? null : told),
      });
    tracker = next;
    asset = told;
    if (changes.length > 0) onChanges(at, changes);
  }
  return { ...fold, tracker, asset };
}

/** What detected a finding that no scan did: feeds, at an instant (UTC ms). */
export function detectedBy(at: number): string {
  return `feeds ${new Date(at).toISOString()}`;
}

/** What feeds change: findings, and why the asset cannot pass. */
export function feedChanges(findings: readonly FindingChange[], asset: AssetRow | null = null): AssetChanges {
  return { findings, packagesOpened: [], packagesClosed: [], asset, isFirst: false };
}
