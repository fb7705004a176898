import { basename } from 'node:path';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import { detectFeed } from '#scanners/feeds/detect-feed.ts';
import { openFeedFile } from '#scanners/feeds/feed-input.ts';
import type { FeedSummary } from '#scanners/feeds/feed.ts';
import { feeds } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson } from '../output/print.ts';
import { renderFacts } from '../output/table.ts';
import { usageError } from '../usage-error.ts';

/** What one file of a feed holds. */
interface FeedFile extends FeedSummary {
  readonly file: string;
  readonly feed: FeedName;
  /** Records by what they are: statement, advisory, cvss … */
  readonly kinds: Readonly<Record<string, number>>;
}

export const feedsCheck = defineCommand({
  summary: 'Read the file of a feed to its end and say what it holds; nothing is kept',
  operands: 'FILE…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    feed: { type: 'string', value: 'NAME', summary: 'the feed, when it is not to be told from the content' },
    items: { type: 'boolean', summary: 'print every record as one line of JSON' },
  },
  notes: [
    'Files may be packed (gzip, zstd, xz, bzip2, zip, tar). "feeds list" names the feeds.',
    'A file that is damaged or cut off is refused whole (exit 2), never counted in part.',
  ],
  run: async ({ context, options, operands }) => {
    if (options.items && options.json) throw usageError('--items is already JSON.', 'Leave out --json.');
    const files: FeedFile[] = [];
    for (const path of operands) {
      files.push(await checkFile(context, { path, named: options.feed ?? null, prints: options.items }));
    }
    if (options.items) return 0;
    if (options.json) printJson(context.stdout, { files });
    else context.stdout.write(files.map(factsOf).join('\n'));
    return 0;
  },
});

interface Checking {
  readonly path: string;
  readonly named: string | null;
  readonly prints: boolean;
}

async function checkFile(context: CliContext, { path, named, prints }: Checking): Promise<FeedFile> {
  const file = basename(path);
  const input = await openFeedFile({ fileName: file, receivedAt: context.now(), content: path });
  const feed = await detectFeed(input, named);
  const kinds = new Map<string, number>();
  const summary = await feeds[feed].read(input, ({ kind }) => {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  });
  // What comes before a fault counts for nothing: printing is a second reading, of a file known to be whole.
  if (prints) {
    await feeds[feed].read(input, (item) => void context.stdout.write(`${JSON.stringify(item)}\n`));
  }
  return { file, feed, ...summary, kinds: Object.fromEntries([...kinds].sort()) };
}

function factsOf({ file, feed, publishedAt, version, records, kinds, skipped }: FeedFile): string {
  return renderFacts([
    ['File', file],
    ['Feed', `${feed}: ${feeds[feed].title}`],
    ['Published', publishedAt],
    ['Version', version],
    ['Records', formatCount(records)],
    ...Object.entries(kinds).map(([kind, n]) => [`  ${kind}`, formatCount(n)] as const),
    ...skipped.map(({ reason, n }) => ['  left out', `${countOf(n, 'record')}: ${reason}`] as const),
  ]);
}
