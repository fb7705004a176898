import { redirect } from '@sveltejs/kit';
import { asOfChoices } from '#lib/components/as-of-choices.ts';
import { readView } from '#lib/components/list-query.ts';
import { scopeOf } from '#lib/components/scope.ts';
import { formatInstant, isoDay } from '#lib/format/dates.ts';
import { countOf } from '#lib/format/numbers.ts';
import { countWaitingRequests } from '#lib/server/audits/count-waiting-requests.ts';
import { commentsOnPage } from '#lib/server/audits/list-comments.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { countWaiting } from '#lib/server/exceptions/count-waiting.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { countOverdue } from '#lib/server/registers/count-overdue.ts';
import { listPolicyChanges } from '#lib/server/policy/list-policy-changes.ts';
import { countRunning } from '#lib/server/scans/count-running.ts';
import { orErrorPage } from '../page-failure.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, cookies, depends }) => {
  depends('app:shell');
  const { app, viewer } = locals;
  if (!viewer) redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  const view = readView(url);
  const [posture, coverage, units] = await orErrorPage(() =>
    Promise.all([
      getPosture(app, viewer, view),
      getCoverage(app, viewer, view),
      listUnitNames(app, viewer, view),
    ]),
  );
  const { zone, policyVersion } = posture;
  const now = app.clock();
  const today = isoDay(now, zone);
  const isPast = (view.asOf !== undefined && view.asOf !== today) || view.knownAt !== undefined;
  const when = formatInstant(posture.asOf, { zone, now });
  // Before anything is measured there is no number, not even zero.
  const counted = (count: number) => (coverage.assets > 0 ? count : null);
  const shell = {
    person: viewer.name,
    navHidden: cookies.get('pp_nav') === 'hidden',
    scope: scopeOf({ unit: view.unit, units, sees: viewer.units }),
    asOf: {
      words: isPast ? when : `Now, ${when}`,
      past: isPast,
      day: isoDay(posture.asOf, zone),
      today,
      policy: policyVersion,
      knownAt: view.knownAt ?? null,
      choices: asOfChoices({ now, zone, changes: listPolicyChanges(app, viewer) }),
    },
    coverage:
      coverage.fresh > 0
        ? {
            fresh: coverage.fresh,
            share: coverage.fresh / coverage.assets,
            words: `${coverage.fresh} of ${countOf(coverage.assets, 'asset')}`,
          }
        : null,
    counts: {
      fixes: counted(posture.fixesToDo),
      findings: counted(posture.open),
      assets: counted(posture.total),
      running: countRunning(app, viewer),
      exceptions: await countWaiting(app, viewer, view),
      registers: await countOverdue(app, viewer, view),
      audits: await countWaitingRequests(app, viewer, view),
      policy: policyVersion,
    },
    doors: { log: may(viewer, 'log.read') },
    mayScan: may(viewer, 'scan.start'),
  };
  const comments = await commentsOnPage(app, viewer, { ...view, path: url.pathname });
  return { shell, posture, coverage, zone, comments };
};
