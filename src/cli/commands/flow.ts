import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Flow = Documents['flow'];

export const flow = defineCommand({
  summary: 'What came, was closed and stood open, week by week',
  options: { ...narrowOptions, ...csvOption },
  notes: [filterNote('flow'), 'A week is named by its Monday.'],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'flow',
      query: readQuery('flow', options),
      form: formOf(options),
      show: showFlow,
    }),
});

function showFlow(document: Flow): string {
  return [
    renderTable(columns, document.rows),
    renderFacts([
      ['New', document.new],
      ['Reopened', document.reopened],
      ['Verified closed', document.closed],
      ['As of', `${utcMinute(document.asOf)}, known at event ${document.knownAt}`],
    ]),
  ].join('\n');
}

const columns: readonly TableColumn<Flow['rows'][number]>[] = [
  { title: 'Week of', cell: (row) => row.week },
  { title: 'New', align: 'right', cell: (row) => row.new },
  { title: 'Reopened', align: 'right', cell: (row) => row.reopened },
  { title: 'Closed', align: 'right', cell: (row) => row.closed },
  { title: 'Open at end', align: 'right', cell: (row) => row.openAtEnd },
  { title: 'Overdue at end', align: 'right', cell: (row) => row.overdueAtEnd },
];
