import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Ageing = Documents['ageing'];
type Row = Omit<Ageing['rows'][number], 'rank'> & { readonly rank: string };

export const ageing = defineCommand({
  summary: 'How late what is overdue is, by rank',
  options: { ...narrowOptions, ...csvOption },
  notes: [filterNote('ageing')],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'ageing',
      query: readQuery('ageing', options),
      form: formOf(options),
      show: showAgeing,
    }),
});

function showAgeing({ rows, all, asOf, knownAt }: Ageing): string {
  const table = renderTable<Row>(columns, [...rows, { ...all, rank: 'all' }]);
  return `${table}\n${renderFacts([['As of', `${utcMinute(asOf)}, known at event ${knownAt}`]])}`;
}

const columns: readonly TableColumn<Row>[] = [
  { title: 'Days past due', cell: (row) => row.rank },
  { title: '1-30', align: 'right', cell: (row) => row.d1to30 },
  { title: '31-60', align: 'right', cell: (row) => row.d31to60 },
  { title: '61-90', align: 'right', cell: (row) => row.d61to90 },
  { title: 'Over 90', align: 'right', cell: (row) => row.over90 },
  { title: 'All', align: 'right', cell: (row) => row.all },
];
