import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { formatCount } from '#lib/format/numbers.ts';
import { standardMaxBytes } from '#scanners/feeds/fetch-feed.ts';
import type { FetchResult } from '#scanners/feeds/fetch-feed.ts';
import { fetchWholeFeed } from '#scanners/feeds/follow-feed.ts';
import { proxyOf, standardTimes, systemTimer } from '#scanners/feeds/http-get.ts';
import { feeds, isFeedName } from '#scanners/feeds/index.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { renderFacts } from '../output/table.ts';
import { productVersion } from '../product-version.ts';
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
    const feed = feeds[name];
    const [published] = feed.addresses;
    const address = options.address ?? published;
    if (address === undefined)
      throw usageError(`${feed.title} comes by file only.`, 'Ask its publisher for the file.');
    mkdirSync(folder, { recursive: true });
    // The publisher's sums are those of its own file.
    const checksums = options.address === undefined ? feed.checksums : null;
    const fetched = await fetchWholeFeed(
      name,
      { address, checksums, known: { etag: null, lastModified: null } },
      {
        folder,
        maxBytes: standardMaxBytes,
        userAgent: `patchproof/${productVersion(context.rootDir)}`,
        proxy: proxyOf(context.env),
        times: standardTimes,
        timer: systemTimer,
      },
    );
    if (options.json) printJson(context.stdout, { feed: name, address, ...fetched });
    else context.stdout.write(renderFacts(factsOf(address, fetched)));
    return 0;
  },
});

function factsOf(address: string, fetched: FetchResult): (readonly [string, string | null])[] {
  if (fetched.kind === 'not-modified') return [['Unchanged', address]];
  const { path, bytes, sha256, verified, lastModified } = fetched;
  return [
    ['From', address],
    ['File', basename(path)],
    ['Bytes', formatCount(bytes)],
    ['SHA-256', sha256],
    ['Verified', verified === 'checksum' ? 'equal to the publisher’s own sum' : 'the publisher gives no sum'],
    ['Changed', lastModified],
  ];
}
