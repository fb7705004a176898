import { countOf, formatCount } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { advisedWords } from '#lib/format/feed-words.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { readQuery, viewOptions } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Feeds = Documents['feeds'];
type Row = Feeds['rows'][number];

export const feedsStatus = defineCommand({
  summary: 'What was taken in of each feed, how old it is, and whether that is too old by the policy',
  options: viewOptions,
  run: ({ context, options }) => {
    const query = readQuery('feeds', options);
    return printDocument(context, { name: 'feeds', query, form: formOf(options), show: showFeeds });
  },
});

function showFeeds({ rows, staleAfter, asOf, knownAt }: Feeds): string {
  const known = rows.filter(({ state }) => state !== 'never');
  const columns: readonly TableColumn<Row>[] = [
    { title: 'Feed', cell: (row) => row.feed },
    { title: 'State', cell: (row) => (row.state === 'records' ? 'single records' : row.state) },
    { title: 'Published', cell: (row) => utcMinute(row.last?.publishedAt ?? null) },
    { title: 'Received', cell: (row) => utcMinute(row.last?.receivedAt ?? null) },
    { title: 'Records', align: 'right', cell: (row) => (row.last ? formatCount(row.last.records) : null) },
    { title: 'Files', align: 'right', cell: (row) => row.last?.files ?? null },
    { title: 'SHA-256', cell: (row) => row.last?.artifact.slice(0, 16) ?? null },
    { title: 'From', cell: (row) => row.last?.address ?? row.last?.fileName ?? null },
  ];
  const stale = known.filter(({ state }) => state === 'stale').length;
  const never = new Set(rows.filter(({ state }) => state === 'never').map(({ feed }) => feed)).size;
  const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  const advice = rows
    .filter(({ advisedFor }) => advisedFor.length > 0)
    .map(({ feed, advisedFor }) => `Would tell more of ${advisedWords(advisedFor)}: feeds update ${feed}\n`)
    .join('');
  const sum = `${stale} stale (older than ${staleAfter}), ${countOf(never, 'feed')} never taken in, ${when}`;
  return known.length === 0
    ? `No feed was taken in yet. "feeds import FILE" or "feeds update NAME" takes one in; "feeds list" names them.\n`
    : `${renderTable(columns, known)}${sum}\n${advice}`;
}
