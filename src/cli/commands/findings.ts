import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { failOnOption } from '../fail-on.ts';
import type { Gates } from '../fail-on.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument, zoneOf } from './read-command.ts';

type Findings = Documents['findings'];
type Row = Findings['rows'][number];

const gates: Gates<Findings> = {
  overdue: { of: 'findings overdue', count: ({ rows }) => rows.filter((row) => row.overdue).length },
  open: { of: 'findings open', count: ({ rows }) => rows.filter((row) => row.verdict === 'fail').length },
  indeterminate: {
    of: 'findings that cannot be judged',
    count: ({ rows }) => rows.filter((row) => row.verdict === 'indeterminate').length,
  },
};

export const findings = defineCommand({
  summary: 'Missing security patches, open and closed',
  options: { ...listOptions, ...csvOption, 'fail-on': failOnOption(Object.keys(gates)) },
  notes: [filterNote('findings'), 'Sorts by due, rank, asset, product, state, firstDetected.'],
  run: ({ context, options }) => {
    const query = readQuery('findings', options);
    return printDocument(context, {
      name: 'findings',
      query,
      form: formOf(options),
      gates: { known: gates, asked: options['fail-on'] },
      show: async (document, source) => {
        const table = renderTable(columns(await zoneOf(source, query)), document.rows);
        const when = `as of ${utcMinute(document.asOf)}, known at event ${document.knownAt}`;
        return `${table}${countOf(document.total, 'finding')} ${when}\n`;
      },
    });
  },
});

function columns(zone: string): readonly TableColumn<Row>[] {
  return [
    { title: 'Id', cell: (row) => row.id },
    { title: 'Asset', cell: (row) => row.asset },
    { title: 'Advisory', cell: (row) => row.advisory },
    { title: 'Product', cell: (row) => row.product },
    { title: 'Installed', cell: (row) => row.packages[0]?.installed ?? null },
    { title: 'Fixed in', cell: (row) => row.packages[0]?.fixed ?? null },
    { title: 'Exploited since', cell: (row) => row.knownExploited },
    { title: 'Rank', cell: (row) => (row.ranked ? row.rank : 'not ranked') },
    { title: 'Verdict', cell: (row) => row.verdict },
    { title: 'State', cell: (row) => row.state },
    { title: 'Due', cell: (row) => `${dueDay(row.due, zone) ?? '–'}${row.overdue ? ' overdue' : ''}` },
    { title: 'First detected', cell: (row) => utcMinute(row.firstDetected) },
  ];
}
