import { detectFeed } from '#scanners/feeds/detect-feed.ts';
import { openFeedFile } from '#scanners/feeds/feed-input.ts';
import type { FeedSummary } from '#scanners/feeds/feed.ts';
import { feeds } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { MAX_STREAMED_BYTES } from '../http/judge-body.ts';
import { refuseTooLarge } from '../imports/refuse-too-large.ts';
import { refuseFuture } from '../refuse-future.ts';
import { hashOfFile } from '../reports/report-artifact.ts';
import type { FeedOrigin } from '../warehouse/apply-feed.ts';
import { keepFeedFile } from './feed-artifact.ts';

export interface FeedInput {
  /** The bytes, or the path of a file that is read in pieces. */
  readonly content: Uint8Array | string;
  readonly fileName: string;
  /** Name of a feed; null = told from the content. */
  readonly feed: string | null;
  readonly mode: 'keep' | 'dry-run';
  /** Where it was fetched; null = it came as a file. */
  readonly origin: FeedOrigin | null;
}

/** What came of one file of a feed; the same bytes again get the first receipt. */
export interface FeedReceipt extends FeedSummary {
  readonly file: string;
  readonly feed: FeedName;
  readonly result: 'imported' | 'already-imported' | 'checked';
  readonly sha256: string | null;
  /** Event that recorded it; null for a dry run. */
  readonly seq: number | null;
}

type FeedApp = Pick<App, 'artifacts' | 'clock' | 'reportFailure' | 'store' | 'warehouse'>;

/** A publisher may name a day that has not begun here. */
const FUTURE_RULE = {
  says: 'The feed says it was published',
  remedy: 'Check the clock of this server, and the date in the file.',
  toleranceMs: 24 * 3_600_000,
};
const FEED_LIMIT = {
  maxBytes: MAX_STREAMED_BYTES,
  remedy: 'Pack it (gzip, zstd, xz), or import the parts it is published in.',
};

/**
 * Read a feed's file to its end, and unless it is a dry run keep it and record it: artifact fsynced, then one
 * transaction for event and receipt. Of a file with a fault nothing is kept.
 * @throws AppError FORBIDDEN, FILE_TOO_LARGE, FEED_*, FORMAT_UNKNOWN, TIME_IN_FUTURE
 */
export async function receiveFeed(app: FeedApp, viewer: Viewer, input: FeedInput): Promise<FeedReceipt> {
  authorise(viewer, 'import.run');
  const { content, fileName, origin } = input;
  refuseTooLarge({ fileName, content }, FEED_LIMIT);
  const opened = await openFeedFile({ fileName, receivedAt: app.clock(), content });
  const feed = await detectFeed(opened, input.feed);
  const summary = await feeds[feed].read(opened, () => undefined);
  refuseFuture(summary.publishedAt, { now: app.clock(), ...FUTURE_RULE });
  const about = { file: fileName, feed, ...summary };
  if (input.mode === 'dry-run') return { ...about, result: 'checked', sha256: null, seq: null };
  const sha256 = await hashOfFile({ fileName, content });
  const key = receiptKey(feed, sha256);
  const known = knownFeed(app, key);
  if (known) return known;
  const { artifact } = await keepFeedFile(app.artifacts, { fileName, content }, sha256);
  app.artifacts.sync();
  const receipt = app.store.transaction((): FeedReceipt => {
    const first = knownFeed(app, key);
    if (first) return first;
    const { seq } = app.store.log.append({
      kind: 'feed.received',
      object: sha256,
      body: { feed, artifact, sha256, fileName, records: summary.records, origin },
      actor: viewer.personId,
      via: viewer.via,
    });
    const made = { ...about, result: 'imported' as const, sha256, seq };
    app.store.receipts.insert({ key, requestDigest: '', receipt: made, createdAt: app.clock() });
    return made;
  });
  app.warehouse.catchUp().catch(app.reportFailure);
  return receipt;
}

function knownFeed(app: Pick<App, 'store'>, key: string): FeedReceipt | null {
  const first = app.store.receipts.find(key);
  return first ? { ...(first.receipt as FeedReceipt), result: 'already-imported' } : null;
}

/** True when these very bytes were received before as a file of this feed. */
export async function knowsFeed(
  app: Pick<App, 'store'>,
  feed: FeedName,
  file: Pick<FeedInput, 'fileName' | 'content'>,
): Promise<boolean> {
  return knownFeed(app, receiptKey(feed, await hashOfFile(file))) !== null;
}

function receiptKey(feed: FeedName, sha256: string): string {
  return `feed ${feed} ${sha256}`;
}

/** Record that a publisher has nothing newer than what came last from an address. @throws AppError FORBIDDEN */
export function confirmFeed(
  app: FeedApp,
  viewer: Viewer,
  { feed, address }: { readonly feed: FeedName; readonly address: string },
): { readonly seq: number } {
  authorise(viewer, 'import.run');
  const { seq } = app.store.transaction(() =>
    app.store.log.append({
      kind: 'feed.unchanged',
      object: feed,
      body: { feed, address },
      actor: viewer.personId,
      via: viewer.via,
    }),
  );
  app.warehouse.catchUp().catch(app.reportFailure);
  return { seq };
}
