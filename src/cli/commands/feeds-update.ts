import { basename } from 'node:path';
import { isAppError } from '#core/errors.ts';
import { MAX_STREAMED_BYTES } from '#lib/server/http/judge-body.ts';
import type { FeedReceipt } from '#lib/server/feeds/receive-feed.ts';
import { feedNamed } from '#scanners/feeds/detect-feed.ts';
import type { FetchResult } from '#scanners/feeds/fetch-feed.ts';
import { fetchWholeFeed } from '#scanners/feeds/follow-feed.ts';
import { feeds } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import type { DataSource } from '../source/data-source.ts';
import { openFetchFolder } from '../source/fetch-folder.ts';
import { fetchSettings } from '../source/fetch-settings.ts';
import { withSource } from '../source/with-source.ts';
import { usageError } from '../usage-error.ts';

/** What came of one address. */
interface UpdateLine {
  readonly feed: FeedName;
  readonly address: string;
  readonly result: FeedReceipt['result'] | 'unchanged' | 'failed';
  readonly receipt: FeedReceipt | null;
  /** What the file was held against; null = nothing was fetched. */
  readonly verified: Extract<FetchResult, { kind: 'fetched' }>['verified'] | null;
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string } | null;
}

export const feedsUpdate = defineCommand({
  summary: 'Fetch feeds from their publishers and take in what changed',
  operands: '[NAME…]',
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    address: {
      type: 'string',
      value: 'URL',
      summary: 'of one feed another https address, such as a mirror’s',
    },
  },
  notes: [
    'Without a name: all that were ever fetched. A proxy is taken from HTTPS_PROXY and NO_PROXY.',
    'A feed that cannot be fetched does not hold up the others; then the exit code is 3.',
    'A transfer that breaks off is continued by the next call.',
  ],
  run: async ({ context, options, operands }) => {
    const named = operands.map(feedNamed);
    if (options.address !== undefined && named.length !== 1)
      throw usageError('--address goes with one feed.', 'Name the feed that is at that address.');
    const lines = await withSource(context, async (source) => {
      const wanted = await addressesOf(source, named, options.address ?? null);
      if (wanted.length === 0)
        throw usageError('No feed was ever fetched.', 'Name the feeds to fetch; "feeds list" shows them.');
      const done: UpdateLine[] = [];
      for (const one of wanted) done.push(await updateOne(context, source, one));
      return done;
    });
    if (options.json) printJson(context.stdout, { rows: lines });
    else context.stdout.write(renderTable(columns, lines));
    return lines.some(({ result }) => result === 'failed') ? 3 : 0;
  },
});

interface Wanted {
  readonly feed: FeedName;
  readonly address: string;
  readonly known: { readonly etag: string | null; readonly lastModified: string | null };
}

/** Where to fetch: of named feeds their own addresses, else wherever something came from before. */
async function addressesOf(
  source: DataSource,
  named: readonly FeedName[],
  address: string | null,
): Promise<Wanted[]> {
  const { rows } = await source.read('feeds', {});
  const fetched = rows.flatMap(({ feed, last }) => (last?.address ? [{ feed, ...last }] : []));
  const knownOf = (feed: FeedName, at: string) => {
    const last = fetched.find((row) => row.feed === feed && row.address === at);
    return { etag: last?.etag ?? null, lastModified: last?.lastModified ?? null };
  };
  const places =
    named.length === 0
      ? fetched.map(({ feed, address: at }) => ({ feed, address: at ?? '' }))
      : named.flatMap((feed) => publishedAt(feed, address).map((at) => ({ feed, address: at })));
  return places.map(({ feed, address: at }) => ({ feed, address: at, known: knownOf(feed, at) }));
}

function publishedAt(feed: FeedName, address: string | null): readonly string[] {
  if (address !== null) return [address];
  const { addresses, isInParts, title }: (typeof feeds)[FeedName] & { readonly isInParts?: true } =
    feeds[feed];
  const [first] = addresses;
  if (first === undefined)
    throw usageError(`${title} comes by file only.`, 'Take it in with "feeds import".');
  return isInParts ? addresses : [first];
}

async function updateOne(context: CliContext, source: DataSource, wanted: Wanted): Promise<UpdateLine> {
  const { feed, address, known } = wanted;
  const folder = openFetchFolder(context.env, feed);
  let brokeOff = false;
  const about = { feed, address, receipt: null, verified: null, error: null };
  try {
    // The publisher's sums are those of its own file.
    const own: readonly string[] = feeds[feed].addresses;
    const checksums = own.includes(address) ? feeds[feed].checksums : null;
    const fetched = await fetchWholeFeed(
      feed,
      { address, checksums, known },
      fetchSettings(context, { feed, folder: folder.path, maxBytes: MAX_STREAMED_BYTES }),
    );
    if (fetched.kind === 'not-modified') {
      await source.confirmFeed(feed, address);
      return { ...about, result: 'unchanged' };
    }
    const { path, etag, lastModified, verified } = fetched;
    const origin = { address, etag, lastModified };
    const receipt = await source.importFeed({
      content: path,
      fileName: basename(path),
      feed,
      mode: 'keep',
      origin,
    });
    if (receipt.result === 'already-imported') await source.confirmFeed(feed, address);
    return { ...about, result: receipt.result, receipt, verified };
  } catch (error) {
    if (!isAppError(error)) throw error;
    brokeOff = error.code === 'FEED_UNREACHABLE';
    const { code, message, remedy } = error;
    return { ...about, result: 'failed', error: { code, message, remedy } };
  } finally {
    folder.end(brokeOff);
  }
}

const columns = [
  { title: 'Feed', cell: (row: UpdateLine) => row.feed },
  { title: 'Address', cell: (row: UpdateLine) => row.address },
  { title: 'Result', cell: (row: UpdateLine) => row.result },
  { title: 'Records', align: 'right' as const, cell: (row: UpdateLine) => row.receipt?.records ?? null },
  { title: 'Held against', cell: (row: UpdateLine) => row.verified },
  {
    title: 'Why',
    cell: (row: UpdateLine) => (row.error ? `${row.error.code}: ${row.error.message}` : null),
  },
];
