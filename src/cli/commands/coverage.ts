import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { failOnOption } from '../fail-on.ts';
import type { Gates } from '../fail-on.ts';
import { utcMinute } from '../output/moments.ts';
import { renderFacts } from '../output/table.ts';
import { readQuery, viewOptions } from '../read-options.ts';
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
  options: { ...viewOptions, 'fail-on': failOnOption(Object.keys(gates)) },
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
  return renderFacts([
    ['Assets known', coverage.assets],
    ['Reached', of(coverage.reached)],
    ['With credentials', of(coverage.credentialed)],
    ['Ever complete', of(coverage.complete)],
    [`Complete within ${coverage.window}`, of(coverage.fresh)],
    ['As of', `${utcMinute(coverage.asOf)}, known at event ${coverage.knownAt}`],
  ]);
}
