import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { failOnOption } from '../fail-on.ts';
import type { Gates } from '../fail-on.ts';
import { utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Coverage = Documents['coverage'];

const gates: Gates<Coverage> = {
  indeterminate: {
    of: 'assets without a complete scan in the window',
    count: ({ assets, fresh }) => assets - fresh,
  },
};

export const coverage = defineCommand({
  summary: 'How much of the known estate scans reach',
  options: { ...narrowOptions, ...csvOption, 'fail-on': failOnOption(Object.keys(gates)) },
  notes: [
    filterNote('coverage'),
    'Assets that do not keep a scan rule: patchproof assets --filter late=RULE (late=Restart for restarts).',
    'Every asset in use is exactly one of fresh, stale, network only, failed and never scanned.',
  ],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'coverage',
      query: readQuery('coverage', options),
      form: formOf(options),
      gates: { known: gates, asked: options['fail-on'] },
      show: showCoverage,
    }),
});

function showCoverage(coverage: Coverage): string {
  const of = (count: number) => `${count} of ${coverage.assets}`;
  const facts = renderFacts([
    ['Assets known', coverage.assets],
    ['Reached', of(coverage.reached)],
    ['With credentials', of(coverage.credentialed)],
    ['Ever complete', of(coverage.complete)],
    [`Complete within ${coverage.window}`, of(coverage.fresh)],
    ['As of', `${utcMinute(coverage.asOf)}, known at event ${coverage.knownAt}`],
  ]);
  return `${renderTable(columns, coverage.rows)}\n${facts}${keptRules(coverage)}`;
}

/** How the rules of the policy on scans and restarts are kept, where it states some. */
function keptRules({ scanRules, restarts }: Coverage): string {
  const rules = scanRules.length > 0 ? `\n${renderTable(ruleColumns, scanRules)}` : '';
  if (!restarts) return rules;
  const facts = renderFacts([
    [`Restart waits longer than ${restarts.pendingAtMost}`, `${restarts.late} of ${restarts.assets}`],
  ]);
  return `${rules}\n${facts}`;
}

const ruleColumns: readonly TableColumn<Coverage['scanRules'][number]>[] = [
  { title: 'Scan rule', cell: (row) => row.id },
  { title: 'Method', cell: (row) => row.method },
  { title: 'Every', cell: (row) => row.every },
  { title: 'Assets', align: 'right', cell: (row) => row.assets ?? 'not told' },
  { title: 'Too late', align: 'right', cell: (row) => row.late ?? 'not told' },
  { title: 'Never', align: 'right', cell: (row) => row.never ?? 'not told' },
];

const columns: readonly TableColumn<Coverage['rows'][number]>[] = [
  { title: 'Class', cell: (row) => row.class },
  { title: 'Assets', align: 'right', cell: (row) => row.assets },
  { title: 'Fresh', align: 'right', cell: (row) => row.fresh },
  { title: 'Stale', align: 'right', cell: (row) => row.stale },
  { title: 'Network only', align: 'right', cell: (row) => row.uncredentialed },
  { title: 'Failed', align: 'right', cell: (row) => row.failed },
  { title: 'Never', align: 'right', cell: (row) => row.never },
];
