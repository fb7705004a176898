import type { Documents } from '#lib/server/read-documents/index.ts';
import { formatCount } from '#lib/format/numbers.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type SecondOpinions = Documents['second-opinions'];

export const secondOpinions = defineCommand({
  summary: 'Where another scanner and our own scans both speak of a product: what each says',
  options: { ...narrowOptions, ...csvOption },
  notes: [
    filterNote('second-opinions'),
    'conflict = our own complete scan finds nothing of the product missing; agrees = it finds a patch of it missing too.',
    'decision: open (nobody decided), waiting, any, scan-right, tool-right. Decided in the browser by two persons.',
  ],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'second-opinions',
      query: readQuery('second-opinions', options),
      form: formOf(options),
      show: showOpinions,
    }),
});

function showOpinions({ rows, precision, total, asOf, knownAt }: SecondOpinions): string {
  const facts = renderFacts([
    ...precision.map(
      (one) =>
        [
          one.tool,
          `right ${formatCount(one.agrees + one.toolRight)} of ${formatCount(one.agrees + one.conflicts)} (${percent(one.precision)}): agrees ${formatCount(one.agrees)}, decided for it ${formatCount(one.toolRight)}, against it ${formatCount(one.scanRight)}, undecided ${formatCount(one.undecided)}`,
        ] as const,
    ),
    ['Claims', formatCount(total)],
    ['As of', `${utcMinute(asOf)}, known at event ${knownAt}`],
  ]);
  return `${renderTable(columns, rows)}\n${facts}`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

const columns: readonly TableColumn<SecondOpinions['rows'][number]>[] = [
  { title: 'Opinion', cell: (row) => row.opinion },
  { title: 'Decided', cell: (row) => row.decision ?? (row.proposed && `waits: ${row.proposed}`) },
  { title: 'Asset', cell: (row) => row.asset },
  { title: 'Product', cell: (row) => row.product },
  { title: 'Tool', cell: (row) => row.tool },
  { title: 'It says', cell: (row) => `${row.check}: ${row.title}` },
  { title: 'Fixed in', cell: (row) => row.claimedFixed },
  { title: 'Our scan says', cell: (row) => row.ownSays },
  { title: 'Compared', cell: (row) => row.comparison?.why ?? null },
  { title: 'Days', align: 'right', cell: (row) => row.ageDays },
];
