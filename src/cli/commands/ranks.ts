import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Changes = Documents['rank-changes'];
type Row = Changes['rows'][number];

export const ranks = defineCommand({
  summary:
    'Ranks that people asked for: those that wait for a second person first, then what became of the others',
  options: { ...listOptions, ...csvOption },
  notes: [
    `${filterNote('rank-changes')} Sorts by since, asset, product.`,
    'Ranks are changed in the browser; another person approves there what lowers one.',
  ],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'rank-changes',
      query: readQuery('rank-changes', options),
      form: formOf(options),
      show: ({ rows, total, waiting, zone, asOf, knownAt }) => {
        const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
        return `${renderTable(columns(zone), rows)}${countOf(total, 'rank change')}, ${waiting} waiting, ${when}\n`;
      },
    }),
});

function columns(zone: string): readonly TableColumn<Row>[] {
  return [
    { title: 'Asset', cell: (row) => row.asset },
    { title: 'Fix', cell: (row) => row.advisory ?? row.fix },
    { title: 'From', cell: (row) => row.from ?? 'not ranked' },
    { title: 'To', cell: (row) => row.to },
    { title: 'Status', cell: (row) => (row.status === 'ended' ? row.endedWhy : row.status) },
    { title: 'Since', cell: (row) => utcMinute(row.since) },
    { title: 'Proposed by', cell: (row) => row.proposedBy },
    { title: 'Second person', cell: (row) => row.approvedBy ?? row.endedBy },
    {
      title: 'Waits for',
      cell: ({ waitsFor }) => waitsFor && (waitsFor.remedy ?? waitsFor.names.join(', ')),
    },
    { title: 'Due', cell: (row) => dueDay(row.due, zone) },
    { title: 'Reason', cell: (row) => row.reason },
  ];
}
