import type { ListedPackage } from '#core/advisory/feed-missing.ts';
import type { TrackerState } from '#core/advisory/finding-state.ts';
import { emptyTracker } from '#core/advisory/finding-state.ts';
import { foldFeeds } from '#core/inventory/fold-feeds.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
import type { ApplyContext } from './apply-context.ts';
import type { AppliedEvent } from './evidence.ts';
import { answersBy, detectedBy, feedChanges } from './feed-steps.ts';
import { writeIntervals, writeObligations } from './write-changes.ts';
import type { InstalledMissingFixRow } from './writes.gen.ts';

/** Assets whose states are read together. */
const ASSETS_AT_ONCE = 1000;

/**
 * Open findings of what feeds newly call fixed in a higher version, on every asset that has it installed and no open
 * finding of it, without a scan.
 * @param keys those of which feeds newly name a fixed version
 */
export async function openByFeeds(
  context: ApplyContext,
  event: AppliedEvent,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  const rows = await context.writer.run('installed-missing-fix', { advice_keys: [...keys] });
  const assets = [...Map.groupBy(rows, ({ assetId }) => assetId)];
  for (let from = 0; from < assets.length; from += ASSETS_AT_ONCE) {
    const batch = assets.slice(from, from + ASSETS_AT_ONCE);
    const asset_ids = batch.map(([assetId]) => assetId);
    const states = new Map(
      (await context.writer.run('asset-states', { asset_ids })).map(({ assetId, state }) => [assetId, state]),
    );
    for (const [assetId, packages] of batch)
      await openOn(context, event, { assetId, packages, state: states.get(assetId) ?? null });
  }
}

interface Affected {
  readonly assetId: string;
  readonly packages: readonly InstalledMissingFixRow[];
  readonly state: string | null;
}

async function openOn(
  context: ApplyContext,
  { seq, recordedAt }: AppliedEvent,
  { assetId, packages, state }: Affected,
): Promise<void> {
  const { advice, assets, lastScans, writer } = context;
  const last = lastScans.of(assetId, 'credentialed');
  const at = Date.parse(recordedAt);
  const [first] = packages;
  // A scan whose clock runs ahead of ours is judged when the next one comes.
  if (!first || !last.observed || last.observed.at > at) return;
  const tracker =
    assets.get(assetId)?.tracker ?? (state === null ? emptyTracker : (JSON.parse(state) as TrackerState));
  const { tracker: next, changes } = foldFeeds(
    { tracker, previousSufficient: last.sufficient },
    {
      platform: first.platform,
      family: first.family as HostObservation['family'],
      packages: packages.map(listedOf),
    },
    { at, by: detectedBy(at), answerOf: answersBy(advice, at) },
  );
  if (changes.length === 0) return;
  const written = { assetId, seq, at, changes: feedChanges(changes) };
  writeIntervals(writer, written);
  await writeObligations(context, written);
  const kept = assets.get(assetId);
  if (kept) assets.set(assetId, { ...kept, tracker: next });
  writer.keepState(assetId, JSON.stringify(next));
}

function listedOf(row: InstalledMissingFixRow): ListedPackage {
  const { name, arch, version, source, sourceVersion, held, candidate, module } = row;
  const known = { name, arch, version, source, sourceVersion, held, candidate };
  return module === null ? known : { ...known, module };
}
