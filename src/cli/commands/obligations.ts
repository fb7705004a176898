import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Obligations = Documents['obligations'];

export const obligations = defineCommand({
  summary: 'Deadlines that have come, and whether they were kept',
  options: { ...listOptions, ...csvOption },
  notes: [
    filterNote('obligations'),
    'cohort is a month such as 2026-05; without it the last 12 months, or what lies between from and to.',
    'outcome is met, missed, missed-not-rescanned, unknown or censored; late = missed, rescanned or not; counted = all but censored.',
    'Sorts by due, asset, product, rank, outcome, daysLate.',
  ],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'obligations',
      query: readQuery('obligations', options),
      form: formOf(options),
      show: showObligations,
    }),
});

function showObligations(document: Obligations): string {
  const { total, from, to, rule, asOf, knownAt, zone } = document;
  const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  return `${renderTable(columns(zone), document.rows)}${total} obligations of rule ${rule} from ${from} to ${to}, ${when}\n`;
}

function columns(zone: string): readonly TableColumn<Obligations['rows'][number]>[] {
  return [
    { title: 'Finding', cell: (row) => row.id },
    { title: 'Asset', cell: (row) => row.asset },
    { title: 'Advisory', cell: (row) => row.advisory },
    { title: 'Product', cell: (row) => row.product },
    { title: 'Rank', cell: (row) => (row.ranked ? row.rank : 'not ranked') },
    { title: 'Due', cell: (row) => dueDay(row.due, zone) },
    { title: 'Outcome', cell: (row) => row.outcome },
    { title: 'Days late', align: 'right', cell: (row) => row.daysLate },
    { title: 'Installed', cell: (row) => utcMinute(row.installedAt) },
    { title: 'Verified', cell: (row) => utcMinute(row.verifiedAt) },
  ];
}
