import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { percentOf } from '../output/shares.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type TimeToPatch = Documents['time-to-patch'];
type Row = TimeToPatch['rows'][number];

export const timeToPatch = defineCommand({
  summary: 'How long findings stay open, by rank',
  options: { ...narrowOptions, ...csvOption },
  notes: [
    filterNote('time-to-patch'),
    'Kaplan-Meier in whole local days from the clock of the rule; --json has every step of the curves.',
  ],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'time-to-patch',
      query: readQuery('time-to-patch', options),
      form: formOf(options),
      show: showTimeToPatch,
    }),
});

function showTimeToPatch(document: TimeToPatch): string {
  return [
    renderTable(columns, document.rows),
    renderFacts([
      ['Clock', document.clock],
      ['Started', `${document.from} to ${document.to}`],
      ['Ranks differ (log-rank p)', document.logRank?.pValue?.toPrecision(3) ?? null],
      ['Rule', `${document.rule}, ${document.ruleName}`],
      ['As of', `${utcMinute(document.asOf)}, known at event ${document.knownAt}`],
    ]),
  ].join('\n');
}

/** A day that is reached, or the last one at which anything was looked at; null before a whole day was watched. */
function reached(day: number | null, { n, followUp }: Row): string | null {
  if (day !== null) return `${day} d`;
  return n === 0 || followUp === null || followUp < 1 ? null : `over ${followUp} d`;
}

const columns: readonly TableColumn<Row>[] = [
  { title: 'Rank', cell: (row) => row.rank },
  { title: 'Findings', align: 'right', cell: (row) => row.n },
  { title: 'Fixed', align: 'right', cell: (row) => row.events },
  { title: 'Median', align: 'right', cell: (row) => reached(row.median, row) },
  { title: '90 % by', align: 'right', cell: (row) => reached(row.p90, row) },
  {
    title: 'Mean of 90 d',
    align: 'right',
    cell: ({ restrictedMean }) => (restrictedMean === null ? null : `${restrictedMean.toFixed(1)} d`),
  },
  { title: 'Limit', align: 'right', cell: (row) => `${row.limitDays} d` },
  {
    title: 'Open at limit',
    align: 'right',
    cell: (row) => (row.n === 0 ? null : percentOf(row.openAtLimit)),
  },
  { title: 'At risk 0 d', align: 'right', cell: (row) => row.atRisk.d0 },
  { title: '30 d', align: 'right', cell: (row) => row.atRisk.d30 },
  { title: '60 d', align: 'right', cell: (row) => row.atRisk.d60 },
  { title: '90 d', align: 'right', cell: (row) => row.atRisk.d90 },
];
