import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { rangeOf } from '../output/shares.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Compliance = Documents['compliance'];
type Counts = Omit<Compliance['rows'][number], 'month'>;

export const compliance = defineCommand({
  summary: 'What fell due was done in time, by month of the due date',
  options: { ...narrowOptions, ...csvOption },
  notes: [
    filterNote('compliance'),
    'What cannot be told counts as late at the lower end of the range and as on time at the upper one.',
  ],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'compliance',
      query: readQuery('compliance', options),
      form: formOf(options),
      show: showCompliance,
    }),
});

function showCompliance(document: Compliance): string {
  const { lately, earlier } = document;
  return [
    renderTable([{ title: 'Month', cell: (row) => row.month }, ...countColumns], document.rows),
    renderTable([{ title: 'Rank', cell: (row) => row.rank }, ...countColumns], document.ranks),
    renderFacts([
      [`On time ${lately.from} to ${lately.to}`, rangeOf(lately)],
      ['With exceptions', `${adjustedOf(lately) ?? '–'}, ${lately.excepted} excepted`],
      [`… ${earlier.from} to ${earlier.to}`, rangeOf(earlier)],
      ['Rule', `${document.rule}, ${document.ruleName}`],
      ['As of', `${utcMinute(document.asOf)}, known at event ${document.knownAt}`],
    ]),
  ].join('\n');
}

/** The range without those that an exception covered when they were judged. */
function adjustedOf({ adjustedLower, adjustedUpper }: Counts): string | null {
  return rangeOf({ lower: adjustedLower, upper: adjustedUpper });
}

const countColumns: readonly TableColumn<Counts>[] = [
  { title: 'Due', align: 'right', cell: (row) => row.all },
  { title: 'Met', align: 'right', cell: (row) => row.met },
  { title: 'Missed', align: 'right', cell: (row) => row.missed },
  { title: 'Not rescanned', align: 'right', cell: (row) => row.notRescanned },
  { title: 'Cannot tell', align: 'right', cell: (row) => row.unknown },
  { title: 'Outside', align: 'right', cell: (row) => row.censored },
  { title: 'On time', cell: rangeOf },
  { title: 'Excepted', align: 'right', cell: (row) => row.excepted },
  { title: 'With exceptions', cell: adjustedOf },
];
