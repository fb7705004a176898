import { basename } from 'node:path';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import type { FeedReceipt } from '#lib/server/feeds/receive-feed.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { refuseUnreadable } from '../read-limited-file.ts';
import { withSource } from '../source/with-source.ts';

export const feedsImport = defineCommand({
  summary: 'Take in files of feeds: findings get their advisories, CVEs, dates and ranks',
  operands: 'FILE…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    feed: { type: 'string', value: 'NAME', summary: 'the feed, when it is not to be told from the content' },
    'dry-run': { type: 'boolean', summary: 'check the files and keep nothing' },
  },
  notes: [
    'For networks without internet: "feeds fetch" brings the files elsewhere. Packed files need no unpacking.',
    'A file that is damaged or cut off is refused whole; a file that came before changes nothing.',
  ],
  run: async ({ context, options, operands }) => {
    const mode = options['dry-run'] ? 'dry-run' : 'keep';
    const feed = options.feed ?? null;
    const files: FeedReceipt[] = [];
    operands.forEach(refuseUnreadable);
    await withSource(context, async (source) => {
      for (const path of operands) {
        files.push(
          await source.importFeed({ content: path, fileName: basename(path), feed, mode, origin: null }),
        );
      }
    });
    if (options.json) printJson(context.stdout, { dryRun: options['dry-run'], files });
    else context.stdout.write(renderTable(feedReceiptColumns, files));
    return 0;
  },
});

/** Receipts of feeds as a table. */
export const feedReceiptColumns = [
  { title: 'File', cell: (row: FeedReceipt) => row.file },
  { title: 'Feed', cell: (row: FeedReceipt) => row.feed },
  { title: 'Published', cell: (row: FeedReceipt) => row.publishedAt },
  { title: 'Records', align: 'right' as const, cell: (row: FeedReceipt) => formatCount(row.records) },
  { title: 'Left out', cell: (row: FeedReceipt) => leftOut(row) },
  { title: 'Result', cell: (row: FeedReceipt) => row.result },
  { title: 'Event', align: 'right' as const, cell: (row: FeedReceipt) => row.seq },
];

function leftOut({ skipped }: FeedReceipt): string | null {
  const [first, ...others] = skipped;
  if (!first) return null;
  const more = others.length > 0 ? `, ${countOf(others.length, 'other reason')}` : '';
  return `${formatCount(first.n)}: ${first.reason}${more}`;
}
