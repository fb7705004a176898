import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery, viewOptions } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Units = Documents['units'];

const columns: readonly TableColumn<Units['rows'][number]>[] = [
  { title: 'Unit', cell: (row) => row.unit },
  { title: 'Name', cell: (row) => row.name },
  { title: 'Assets', align: 'right', cell: (row) => row.assets },
  { title: 'Covered', align: 'right', cell: (row) => row.covered },
  { title: 'Open', align: 'right', cell: (row) => row.open },
  { title: 'Overdue', align: 'right', cell: (row) => row.overdue },
  { title: 'Severe', align: 'right', cell: (row) => row.severe },
  { title: 'High', align: 'right', cell: (row) => row.high },
  { title: 'Medium', align: 'right', cell: (row) => row.medium },
  { title: 'Low', align: 'right', cell: (row) => row.low },
];

export const units = defineCommand({
  summary: 'Business units: assets, coverage, what is open, and what is overdue by rank',
  options: { ...viewOptions, filter: listOptions.filter, ...csvOption },
  notes: [filterNote('units')],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'units',
      query: readQuery('units', options),
      form: formOf(options),
      show: ({ rows, total, asOf, knownAt }) =>
        `${renderTable(columns, rows)}${total} business units as of ${utcMinute(asOf)}, known at event ${knownAt}\n`,
    }),
});
