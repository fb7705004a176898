import { productOf } from '#core/advisory/match.ts';
import { feedReasons, withFeedReasons } from '#core/inventory/feed-reasons.ts';
import type { AssetRow } from '#core/inventory/fold-asset.ts';
import type { HostObservation, InstalledPackage } from '#core/inventory/observation.ts';
import type { AdviceBook } from './advice-book.ts';
import type { ApplyContext } from './apply-context.ts';
import type { AppliedEvent } from './evidence.ts';
import { answersBy, feedChanges } from './feed-steps.ts';
import { writeIntervals } from './write-changes.ts';
import type { InstalledUndecidedRow } from './writes.gen.ts';

/** Assets whose rows are read together. */
const ASSETS_AT_ONCE = 1000;

/**
 * Say on every asset of which products feeds cannot tell whether fixes are missing, and no longer where they can: such
 * an asset cannot pass. Without a scan, at the instant at which the feed was recorded.
 * @param changed keys of which feeds say something else now
 */
export async function explainUndecided(
  context: ApplyContext,
  event: AppliedEvent,
  changed: readonly string[],
): Promise<void> {
  const { advice, writer } = context;
  const concerned = changed.filter((key) => isOtherwise(advice, key));
  if (concerned.length === 0) return;
  const undecided = [...advice.undecided()];
  const rows = await writer.run('installed-undecided', { changed: concerned, undecided });
  const assets = [...Map.groupBy(rows, ({ assetId }) => assetId)];
  for (let from = 0; from < assets.length; from += ASSETS_AT_ONCE) {
    const batch = assets.slice(from, from + ASSETS_AT_ONCE);
    const asset_ids = batch.map(([assetId]) => assetId);
    const current = new Map(
      (await writer.run('current-assets', { asset_ids })).map(({ assetId, ...row }) => [assetId, row]),
    );
    for (const [assetId, packages] of batch)
      explainOn(context, event, { assetId, packages, asset: current.get(assetId) as AssetRow | undefined });
  }
}

/** Whether feeds can tell of a key changed, or why they cannot. */
function isOtherwise(advice: AdviceBook, key: string): boolean {
  const [last, before] = advice.timelineOf(key).slice(-2).reverse();
  return (last?.undecided ?? null) !== (before?.undecided ?? null);
}

interface Undecided {
  readonly assetId: string;
  readonly packages: readonly InstalledUndecidedRow[];
  readonly asset: AssetRow | undefined;
}

function explainOn(
  { advice, assets, lastScans, writer }: ApplyContext,
  { seq, recordedAt }: AppliedEvent,
  { assetId, packages, asset }: Undecided,
): void {
  const at = Date.parse(recordedAt);
  const last = lastScans.of(assetId, 'credentialed');
  // A scan whose clock runs ahead of ours is judged when the next one comes.
  if (!asset || !last.observed || last.observed.at > at) return;
  const family = asset.family as HostObservation['family'];
  const product = (pkg: InstalledPackage) => productOf({ family }, pkg);
  const undecided = packages.filter(({ isUndecided }) => isUndecided).map(packageOf);
  const reasons = feedReasons(asset.platform, undecided, { product, answerOf: answersBy(advice, at) });
  const told = withFeedReasons(asset, reasons);
  if (told === asset) return;
  writeIntervals(writer, { assetId, seq, at, changes: feedChanges([], told) });
  const kept = assets.get(assetId);
  if (kept) assets.set(assetId, { ...kept, asset: told });
}

function packageOf(row: InstalledUndecidedRow): InstalledPackage {
  const { name, arch, version, source, sourceVersion, module } = row;
  const known = { name, arch, version, source, sourceVersion, held: false };
  return module === null ? known : { ...known, module };
}
