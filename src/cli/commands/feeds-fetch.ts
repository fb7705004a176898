import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { formatCount } from '#lib/format/numbers.ts';
import type { Feed } from '#scanners/feeds/feed.ts';
import { standardMaxBytes } from '#scanners/feeds/fetch-feed.ts';
import type { FetchResult } from '#scanners/feeds/fetch-feed.ts';
import { fetchWholeFeed } from '#scanners/feeds/follow-feed.ts';
import { feeds, isFeedName } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson } from '../output/print.ts';
import { renderFacts } from '../output/table.ts';
import { fetchSettings } from '../source/fetch-settings.ts';
import { usageError } from '../usage-error.ts';

export const feedsFetch = defineCommand({
  summary: 'Download a feed into a folder, to look at it or to carry it to a network without internet',
  operands: 'NAME',
  minOperands: 1,
  options: {
    out: { type: 'string', value: 'DIR', summary: 'the folder; what broke off there is continued' },
    address: { type: 'string', value: 'URL', summary: 'another https address, such as a mirror’s' },
  },
  notes: ['A proxy is taken from HTTPS_PROXY and NO_PROXY.'],
  run: async ({ context, options, operands: [name = ''] }) => {
    if (!isFeedName(name)) {
      throw usageError(`There is no feed "${name}".`, `Use one of: ${Object.keys(feeds).join(', ')}.`);
    }
    const folder = options.out;
    if (folder === undefined) throw usageError('feeds fetch needs a folder.', 'Give it with --out DIR.');
    const addresses = addressesOf(name, options.address ?? null);
    mkdirSync(folder, { recursive: true });
    const rows: Fetched[] = [];
    for (const address of addresses) rows.push(await fetchOne(context, { feed: name, address, folder }));
    const [first] = rows;
    if (options.json) printJson(context.stdout, { feed: name, ...first, rows });
    else context.stdout.write(rows.map((row) => renderFacts(factsOf(row))).join('\n'));
    return 0;
  },
});

type Fetched = FetchResult & { readonly address: string };

/** All parts of a feed that is published in parts, else the address that its publisher prefers. */
function addressesOf(name: FeedName, address: string | null): readonly string[] {
  if (address !== null) return [address];
  const { addresses, isInParts, title }: Feed = feeds[name];
  const [first] = addresses;
  if (first === undefined)
    throw usageError(`${title} comes by file only.`, 'Ask its publisher for the file.');
  return isInParts === true ? addresses : [first];
}

async function fetchOne(
  context: CliContext,
  { feed, address, folder }: { readonly feed: FeedName; readonly address: string; readonly folder: string },
): Promise<Fetched> {
  const known = { etag: null, lastModified: null };
  // The publisher's sums are those of its own file.
  const own: readonly string[] = feeds[feed].addresses;
  const checksums = own.includes(address) ? feeds[feed].checksums : null;
  const settings = fetchSettings(context, { feed, folder, maxBytes: standardMaxBytes });
  return { address, ...(await fetchWholeFeed(feed, { address, checksums, known }, settings)) };
}

const held = {
  checksum: 'equal to the publisher’s own sum',
  signature: 'signed by the publisher’s key',
  none: 'the publisher gives no sum',
} as const;

function factsOf(fetched: Fetched): (readonly [string, string | null])[] {
  if (fetched.kind === 'not-modified') return [['Unchanged', fetched.address]];
  const { address, path, bytes, sha256, verified, lastModified } = fetched;
  return [
    ['From', address],
    ['File', basename(path)],
    ['Bytes', formatCount(bytes)],
    ['SHA-256', sha256],
    ['Verified', held[verified]],
    ['Changed', lastModified],
  ];
}
