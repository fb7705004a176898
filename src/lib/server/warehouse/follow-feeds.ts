import type { TrackerState } from '#core/advisory/finding-state.ts';
import { emptyTracker } from '#core/advisory/finding-state.ts';
import { foldFeeds } from '#core/inventory/fold-feeds.ts';
import type { KnownPackage } from '#core/inventory/fold-feeds.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
import type { ApplyContext } from './apply-context.ts';
import type { AppliedEvent } from './evidence.ts';
import { answersBy, detectedBy, feedChanges } from './feed-steps.ts';
import { stepsBy } from './step-book.ts';
import { writeIntervals, writeAllObligations } from './write-changes.ts';
import type { WrittenChanges } from './write-changes.ts';
import type { InstalledFixChangedRow } from './writes.gen.ts';

/** Assets whose states are read together. */
const ASSETS_AT_ONCE = 1000;

/**
 * What follows at once, without a scan, on every asset that has it installed: a finding of what feeds newly call fixed
 * in a higher version, a higher target of an open one, and the end of one whose fix they withdrew.
 * @param keys those of which feeds newly name another fixed version, or none
 */
export async function followFeeds(
  context: ApplyContext,
  event: AppliedEvent,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  const rows = await context.writer.run('installed-fix-changed', { advice_keys: [...keys] });
  const assets = [...Map.groupBy(rows, ({ assetId }) => assetId)];
  for (let from = 0; from < assets.length; from += ASSETS_AT_ONCE) {
    const batch = assets.slice(from, from + ASSETS_AT_ONCE);
    const asset_ids = batch.map(([assetId]) => assetId);
    const states = new Map(
      (await context.writer.run('asset-states', { asset_ids })).map(({ assetId, state }) => [assetId, state]),
    );
    const written = batch.flatMap(
      ([assetId, packages]) =>
        followOn(context, event, { assetId, packages, state: states.get(assetId) ?? null }) ?? [],
    );
    await writeAllObligations(context, event.seq, written);
  }
}

interface Affected {
  readonly assetId: string;
  readonly packages: readonly InstalledFixChangedRow[];
  readonly state: string | null;
}

function followOn(
  context: ApplyContext,
  { seq, recordedAt }: AppliedEvent,
  { assetId, packages, state }: Affected,
): WrittenChanges | null {
  const { advice, assets, lastScans, writer } = context;
  const last = lastScans.of(assetId, 'credentialed');
  const at = Date.parse(recordedAt);
  const [first] = packages;
  // A scan whose clock runs ahead of ours is judged when the next one comes.
  if (!first || !last.observed || last.observed.at > at) return null;
  const tracker =
    assets.get(assetId)?.tracker ?? (state === null ? emptyTracker : (JSON.parse(state) as TrackerState));
  const { tracker: next, changes } = foldFeeds(
    { tracker, previousSufficient: last.sufficient },
    {
      platform: first.platform,
      family: first.family as HostObservation['family'],
      packages: packages.map(listedOf),
    },
    { at, by: detectedBy(at), answerOf: answersBy(advice, at), steps: stepsBy(context, assetId, at) },
  );
  if (next === tracker) return null;
  const written = { assetId, seq, at, changes: feedChanges(changes) };
  writeIntervals(writer, written);
  const kept = assets.get(assetId);
  if (kept) assets.set(assetId, { ...kept, tracker: next });
  writer.keepState(assetId, JSON.stringify(next));
  return written;
}

function listedOf(row: InstalledFixChangedRow): KnownPackage {
  const { name, arch, version, source, sourceVersion, held, candidate, securityVersion, module } = row;
  const known = { name, arch, version, source, sourceVersion, held, candidate, securityVersion };
  return module === null ? known : { ...known, module };
}
