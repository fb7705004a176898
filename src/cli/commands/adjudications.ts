import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Row = Documents['adjudications']['rows'][number];

export const adjudications = defineCommand({
  summary:
    'Findings that two persons took out of the counts, and claims of other scanners that they decided; what waits first',
  options: { ...listOptions, ...csvOption },
  notes: [
    `${filterNote('adjudications')} Sorts by since, asset, product.`,
    'Adjudications are proposed and approved in the browser, by two different persons.',
  ],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'adjudications',
      query: readQuery('adjudications', options),
      form: formOf(options),
      show: ({ rows, total, waiting, asOf, knownAt }) => {
        const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
        return `${renderTable(columns, rows)}${countOf(total, 'adjudication')}, ${waiting} waiting, ${when}\n`;
      },
    }),
});

const columns: readonly TableColumn<Row>[] = [
  { title: 'Asset', cell: (row) => row.asset },
  { title: 'About', cell: (row) => row.fix ?? `${row.tool} ${row.check}` },
  { title: 'Product', cell: (row) => row.product },
  { title: 'Verdict', cell: (row) => row.verdict },
  { title: 'Status', cell: (row) => (row.status === 'ended' ? row.endedWhy : row.status) },
  { title: 'Since', cell: (row) => utcMinute(row.since) },
  { title: 'Proposed by', cell: (row) => row.proposedBy },
  { title: 'Second person', cell: (row) => row.approvedBy ?? row.endedBy },
  {
    title: 'Waits for',
    cell: ({ waitsFor }) => waitsFor && (waitsFor.remedy ?? waitsFor.names.join(', ')),
  },
  { title: 'Reason', cell: (row) => row.reason },
];
