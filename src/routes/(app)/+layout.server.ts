import { redirect } from '@sveltejs/kit';
import { readView } from '#lib/components/list-query.ts';
import { formatInstant, isoDay } from '#lib/format/dates.ts';
import { countOf } from '#lib/format/numbers.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { getPolicy } from '#lib/server/policy/get-policy.ts';
import { countRunning } from '#lib/server/scans/count-running.ts';
import { orErrorPage } from '../page-failure.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, cookies }) => {
  const { app, viewer } = locals;
  if (!viewer) redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  const view = readView(url);
  const [posture, coverage] = await orErrorPage(() =>
    Promise.all([getPosture(app, viewer, view), getCoverage(app, viewer, view)]),
  );
  const { zone, version } = getPolicy(app, viewer);
  const now = app.clock();
  const past = view.asOf !== undefined;
  const when = formatInstant(posture.asOf, { zone, now });
  const shell = {
    person: viewer.name,
    navHidden: cookies.get('pp_nav') === 'hidden',
    asOf: {
      words: past ? when : `Now, ${when}`,
      past,
      day: isoDay(posture.asOf, zone),
      today: isoDay(now, zone),
    },
    coverage:
      coverage.fresh > 0
        ? {
            share: coverage.fresh / coverage.assets,
            words: `${coverage.fresh} of ${countOf(coverage.assets, 'asset')}`,
          }
        : null,
    counts: {
      // Before anything is measured there is no number, not even zero.
      findings: coverage.assets > 0 ? posture.open : null,
      assets: coverage.assets > 0 ? coverage.assets : null,
      running: countRunning(app, viewer),
      policy: version,
    },
  };
  return { shell, posture, coverage, zone };
};
