import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { failOnOption } from '../fail-on.ts';
import type { Gates } from '../fail-on.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts } from '../output/table.ts';
import { filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Posture = Documents['posture'];

const gates: Gates<Posture> = {
  overdue: { of: 'findings overdue', count: ({ overdue }) => overdue },
  open: { of: 'findings open', count: ({ open }) => open },
  indeterminate: {
    of: 'assets that cannot be judged or were not scanned',
    count: ({ assets }) => assets.indeterminate + assets.notScanned,
  },
};

export const posture = defineCommand({
  summary: 'Where the organisation stands',
  options: { ...narrowOptions, 'fail-on': failOnOption(Object.keys(gates)) },
  notes: [filterNote('posture')],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'posture',
      query: readQuery('posture', options),
      form: formOf(options),
      gates: { known: gates, asked: options['fail-on'] },
      show: showPosture,
    }),
});

function showPosture({ assets, zone, ...posture }: Posture): string {
  /** Without an advisory nobody said what is exploited. */
  const told = (count: number): number | string => (posture.advisories === 0 ? 'not known' : count);
  return renderFacts([
    ['Verdict', posture.verdict],
    ['Assets that pass', assets.pass],
    ['… fail', assets.fail],
    ['… cannot be judged', assets.indeterminate],
    ['… are not scanned', assets.notScanned],
    ['Findings open', posture.open],
    ['… overdue', posture.overdue],
    ['… due in 7 days', posture.dueSoon],
    ['… in 14 days', posture.dueIn14],
    ['… in 30 days', posture.dueIn30],
    ['… known exploited', told(posture.knownExploited)],
    ['… of these overdue', told(posture.knownExploitedOverdue)],
    ['Fixes that would close them', posture.fixes],
    ['Findings closed', posture.closed],
    ['Assets without unit', posture.unassigned],
    ['… without owner', posture.unowned],
    ['… without group', posture.ungrouped],
    ['Feeds out of date', posture.staleFeeds],
    ['Next due', dueDay(posture.nextDue, zone)],
    ['Policy version', posture.policyVersion],
    ['As of', `${utcMinute(posture.asOf)}, known at event ${posture.knownAt}`],
  ]);
}
