import type { Feed } from '#scanners/feeds/feed.ts';
import { feeds } from '#scanners/feeds/index.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { renderTable } from '../output/table.ts';

/** What of a feed people choose by. */
interface FeedLine {
  readonly name: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  /** Preferred first; empty = it comes by file only. */
  readonly addresses: readonly string[];
  readonly checksums: string | null;
  /** A new edition holds everything; false = it adds to the last. */
  readonly isWhole: boolean;
  /** What a file says anew. */
  readonly restates: Feed['restates'];
}

export const feedsList = defineCommand({
  summary: 'Which publishers’ feeds can be read',
  options: {},
  run: async ({ context, options }) => {
    const rows = feedLines();
    if (options.json) printJson(context.stdout, { rows });
    else context.stdout.write(renderTable(columns, rows));
    return 0;
  },
});

function feedLines(): FeedLine[] {
  return Object.entries(feeds).map(([name, feed]) => {
    const { title, publisher, licence, addresses, checksums, restates } = feed;
    const isWhole = restates === 'everything';
    return { name, title, publisher, licence, addresses, checksums, isWhole, restates };
  });
}

const columns = [
  { title: 'Feed', cell: (row: FeedLine) => row.name },
  { title: 'Holds', cell: (row: FeedLine) => row.title },
  { title: 'Publisher', cell: (row: FeedLine) => row.publisher },
  { title: 'Licence', cell: (row: FeedLine) => row.licence },
  { title: 'Address', cell: (row: FeedLine) => row.addresses[0] ?? 'by file only' },
];
