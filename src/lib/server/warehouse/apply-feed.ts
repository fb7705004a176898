import { readAdviceKey, reportedKey } from '#core/advisory/advice-key.ts';
import { readPlatform, repositoriesOf } from '#core/advisory/platform.ts';
import { purlTypeOf } from '#core/advisory/purl-scheme.ts';
import type { Feed, FeedSummary } from '#scanners/feeds/feed.ts';
import { feeds } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { ApplyContext } from './apply-context.ts';
import { askFeeds, placesOf } from './ask-feeds.ts';
import { askAboutReported } from './ask-reported.ts';
import type { AppliedEvent, FeedFile } from './evidence.ts';
import { factRow, statementRow } from './feed-rows.ts';
import { explainUndecided } from './explain-undecided.ts';
import { noteImport } from './import-entry.ts';
import { fixTurned } from './feed-steps.ts';
import { followFeeds } from './follow-feeds.ts';
import { reconcileObligations } from './reconcile-obligations.ts';
import type { Writer } from './writer.ts';

/** Where a file was fetched, and what the publisher's server said of it. */
export interface FeedOrigin {
  readonly address: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

interface ReceivedFeed extends Omit<FeedFile, 'receivedAt'> {
  /** null = it came as a file. */
  readonly origin: FeedOrigin | null;
}

/**
 * Apply one file of a feed: what it says now, what it says no longer, and what follows for everything installed,
 * without a scan. All in the caller's transaction: half of a feed is none.
 */
export async function applyFeed(
  context: ApplyContext,
  event: AppliedEvent,
  file: ReceivedFeed,
): Promise<void> {
  const { writer, advice } = context;
  await load(context, event, file);
  advice.noteFeed(Date.parse(event.recordedAt));
  const keys = await keysConcerned(writer, event.seq);
  const at = Date.parse(event.recordedAt);
  const told = { seq: event.seq, at };
  const reported = await askAboutReported(context, told, await reportedConcerned(writer, event.seq));
  const changed = [...(await askFeeds(context, event, keys)), ...reported];
  if (changed.length === 0) return;
  await followFeeds(
    context,
    event,
    changed.filter((key) => fixTurned(advice.timelineOf(key))),
  );
  await reconcileObligations(writer, { ...context, seq: event.seq }, { adviceKeys: changed });
  await explainUndecided(context, event, changed);
}

async function load(
  { writer, evidence }: ApplyContext,
  event: AppliedEvent,
  { origin, ...file }: ReceivedFeed,
): Promise<void> {
  const { feed } = file;
  const { restates } = feeds[feed];
  const { seq } = event;
  const receivedAt = Date.parse(event.recordedAt);
  await writer.flush();
  const statements = await writer.bulk('staged_statement');
  const facts = await writer.bulk('staged_fact');
  const systems = new Set<string>();
  const summary = await evidence
    .feed({ ...file, receivedAt }, (item) => {
      if (item.kind === 'statement') {
        systems.add(item.ecosystem === 'purl' ? purlTypeOf(item.product) : item.ecosystem);
        statements.add(statementRow(feed, restates, item));
      } else facts.add(factRow(feed, item));
    })
    .finally(async () => {
      await statements.end();
      await facts.end();
    });
  const scope = {
    feed,
    seq,
    everything: restates === 'everything' || isAllThereIs(feed, { origin, summary }),
  };
  await writer.run('close-statements', scope);
  await writer.run('insert-statements', { feed, seq });
  await writer.run('close-facts', scope);
  await writer.run('insert-facts', { feed, seq });
  await writer.run('empty-staged-statements', {});
  await writer.run('empty-staged-facts', {});
  writer.append('feed_load', [
    {
      feed,
      seq,
      artifact: file.sha256,
      file_name: file.fileName,
      published_at: summary.publishedAt === null ? null : Date.parse(summary.publishedAt),
      version: summary.version,
      received_at: receivedAt,
      address: origin?.address ?? null,
      etag: origin?.etag ?? null,
      last_modified: origin?.lastModified ?? null,
      records: summary.records,
      skipped: JSON.stringify(summary.skipped),
      systems: [...(summary.speaksFor ?? systems)].sort().join(','),
      whole: isMany(summary),
    },
  ]);
  // What was fetched is a feed's upkeep, not somebody's file.
  if (origin !== null) return;
  const left = summary.skipped.reduce((sum, { n }) => sum + n, 0);
  const receipt = { records: summary.records, skipped: left, publishedAt: summary.publishedAt };
  noteImport(writer, event, { kind: 'feed', format: feed, fileName: file.fileName, receipt });
}

/** Whether a file is the publisher's own archive of all records, as it lies at his address today. */
function isAllThereIs(
  feed: FeedName,
  { origin, summary }: { readonly origin: FeedOrigin | null; readonly summary: FeedSummary },
): boolean {
  const { isArchive, addresses }: Feed = feeds[feed];
  return isArchive === true && origin !== null && origin.address === addresses[0] && isMany(summary);
}

/** Single records of a feed that is published record by record speak for no system. */
function isMany({ speaksFor }: FeedSummary): boolean {
  return speaksFor === undefined || speaksFor.length > 0;
}

/** Fixes that other tools report, of which the event changed what is known. */
async function reportedConcerned(writer: Writer, seq: number): Promise<string[]> {
  return (await writer.run('reported-concerned', { seq })).map(reportedKey);
}

/** What is installed of the products, or from the repositories, that the event changed something about. */
async function keysConcerned(writer: Writer, seq: number): Promise<string[]> {
  const places = new Set([
    ...(await writer.run('changed-places', { seq })).map(({ place }) => place),
    ...(await writer.run('changed-subjects', { seq })).map(({ place }) => place),
  ]);
  const repositories = new Set(
    (await writer.run('changed-repositories', { seq })).map(({ repository }) => repository),
  );
  if (places.size === 0 && repositories.size === 0) return [];
  const keys = (await writer.run('installed-advice-keys', {})).map(({ key }) => key);
  const isFrom = (key: string) =>
    repositories.size > 0 &&
    repositoriesOf(readPlatform(readAdviceKey(key).platform)).some((id) => repositories.has(id));
  return keys.filter((key) => isFrom(key) || placesOf(key).some((place) => places.has(place)));
}
