import { unfixedWord } from '#lib/format/state-words.ts';
import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { visibleLines } from '../output/visible-text.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Unfixed = Documents['unfixed'];
type Flaw = Documents['unfixed-flaw'];
type Row = Unfixed['rows'][number];
type Host = Flaw['rows'][number]['hosts'][number];

export const unfixed = defineCommand({
  summary: 'Flaws that are present and have no fix to install, or one with its assets',
  operands: '[CVE]',
  maxOperands: 1,
  options: { ...listOptions, ...csvOption },
  notes: [
    `${filterNote('unfixed')} Sorts by epss, assets, since, cve, product, state.`,
    'States: no_fix, announced, deferred, wont_fix, unsupported, unimportant, investigating, needs_subscription.',
  ],
  run: ({ context, options, operands: [id] }) => {
    const form = formOf(options);
    if (id === undefined) {
      const query = readQuery('unfixed', options);
      return printDocument(context, { name: 'unfixed', query, form, show: showList });
    }
    const query = readQuery('unfixed-flaw', options, id);
    return printDocument(context, { name: 'unfixed-flaw', query, form, show: showFlaw });
  },
});

const columns: readonly TableColumn<Row>[] = [
  { title: 'CVE', cell: (row) => row.cve },
  { title: 'Product', cell: (row) => row.product },
  { title: 'State', cell: (row) => unfixedWord(row.state) },
  { title: 'Vendor says', cell: (row) => [...row.announced, ...row.archives, ...row.notes].join('; ') },
  { title: 'Assets', align: 'right', cell: (row) => row.assets },
  { title: 'Rank', cell: (row) => row.rank ?? 'not ranked' },
  { title: 'Exploited since', cell: (row) => row.knownExploited },
  { title: 'EPSS', align: 'right', cell: (row) => row.epss?.score ?? null },
  { title: 'Known since', cell: (row) => utcMinute(row.since) },
];

function showList({ rows, total, states, asOf, knownAt }: Unfixed): string {
  const counted = states.filter(({ flaws }) => flaws > 0);
  const parts = counted.map(({ state, flaws }) => `${flaws} ${unfixedWord(state).toLowerCase()}`);
  const all = parts.length > 0 ? ` (all: ${parts.join(', ')})` : '';
  const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  return `${renderTable(columns, rows)}${countOf(total, 'flaw')} without a fix${all} ${when}\n`;
}

function showFlaw({ rows }: Flaw): string {
  const hosts: readonly TableColumn<Host>[] = [
    { title: 'Asset', cell: (row) => row.asset },
    { title: 'Unit', cell: (row) => row.unit },
    { title: 'Owner', cell: (row) => row.owner },
    { title: 'Exposure', cell: (row) => row.exposure },
  ];
  const instead = ({ workaround }: Flaw['rows'][number]) =>
    workaround === null ? '' : `The vendor offers instead:\n  ${visibleLines(workaround, 2)}\n\n`;
  return rows
    .map((row) => `${renderTable(columns, [row])}\n${instead(row)}${renderTable(hosts, row.hosts)}`)
    .join('\n');
}
