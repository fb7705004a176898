import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Row = Documents['log']['rows'][number];

/** Rows for people at once; --json and --csv give all. */
const SHOWN = '100';

export const logSearch = defineCommand({
  summary: 'Events of the log, newest first; that they were looked at is itself recorded',
  options: { filter: listOptions.filter, ...csvOption },
  notes: [
    `${filterNote('log')} kind takes the beginning of a kind as well: sign-in. Days are UTC.`,
    'patchproof log export gives the log in the form that can be verified elsewhere.',
  ],
  run: ({ context, options }) => {
    const form = formOf(options);
    const query = readQuery('log', { 'as-of': undefined, 'known-at': undefined, ...options });
    return printDocument(context, {
      name: 'log',
      query: form === 'text' ? { ...query, pageSize: SHOWN } : query,
      form,
      show: ({ rows, total }) => {
        const rest = total > rows.length ? `, the newest ${rows.length} shown` : '';
        return `${renderTable(columns, rows)}${countOf(total, 'event')}${rest}\n`;
      },
    });
  },
});

const columns: readonly TableColumn<Row>[] = [
  { title: 'Event', align: 'right', cell: (row) => row.seq },
  { title: 'Recorded', cell: (row) => utcMinute(row.recordedAt) },
  { title: 'Kind', cell: (row) => row.kind },
  { title: 'Object', cell: (row) => row.object },
  { title: 'By', cell: (row) => row.actorName },
  { title: 'Via', cell: (row) => row.via },
];
