import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Controls = Documents['controls'];

export const controls = defineCommand({
  summary: 'Compensating controls, those first that no longer hold',
  options: { ...listOptions, ...csvOption },
  notes: [`${filterNote('controls')} Sorts by name, due.`],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'controls',
      query: readQuery('controls', options),
      form: formOf(options),
      show: ({ rows, total, zone, asOf, knownAt }) =>
        `${renderTable(columns(zone), rows)}${countOf(total, 'control')}, as of ${utcMinute(asOf)}, known at event ${knownAt}\n`,
    }),
});

function columns(zone: string): readonly TableColumn<Controls['rows'][number]>[] {
  return [
    { title: 'Control', cell: (row) => row.id },
    { title: 'Name', cell: (row) => row.name },
    { title: 'Status', cell: (row) => row.status },
    { title: 'Owner', cell: (row) => row.owner },
    { title: 'Unit', cell: (row) => row.unit },
    { title: 'Every', cell: (row) => row.interval },
    { title: 'Last validated', cell: (row) => dueDay(row.lastValidated, zone) },
    { title: 'Next by', cell: (row) => dueDay(row.nextDue, zone) },
    { title: 'Exceptions', align: 'right', cell: (row) => row.exceptions },
  ];
}
