import { readView } from '#lib/components/list-query.ts';
import type { App } from '#lib/server/app.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getAgeing } from '#lib/server/findings/get-ageing.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { getFlow } from '#lib/server/findings/get-flow.ts';
import { getTimeToPatch } from '#lib/server/findings/get-time-to-patch.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { listUnits } from '#lib/server/inventory/list-units.ts';
import { getPolicyReview } from '#lib/server/policy/policy-review.ts';
import type { ViewInput } from '#lib/server/read-view.ts';
import { getFirstScan } from '#lib/server/scans/get-first-scan.ts';
import { orErrorPage } from '../page-failure.ts';
import { readReminders } from './reminders.server.ts';
import type { PageServerLoad } from './$types';

/** Fixes and assets named on the page; their lists have the rest. */
const SHOWN = 10;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const view = readView(url);
  const firstScan = getFirstScan(app, viewer);
  const compliance = await orErrorPage(() => getCompliance(app, viewer, view));
  // Before any deadline has come there is nothing to judge: the page then says what to do first.
  const judged = compliance.lately.all > 0;
  const [early, fleet] = await orErrorPage(() =>
    Promise.all([judged ? null : readEarly(app, viewer, view), judged ? readFleet(app, viewer, view) : null]),
  );
  const reminders = await readReminders(app, viewer, view);
  const review = getPolicyReview(app, viewer);
  return { firstScan, compliance, early, fleet, ...reminders, review, now: app.clock() };
};

async function readFleet(app: App, viewer: Viewer, view: ViewInput) {
  const [timeToPatch, units, ageing, patches, flow] = await Promise.all([
    getTimeToPatch(app, viewer, view),
    listUnits(app, viewer, view),
    getAgeing(app, viewer, view),
    listPatches(app, viewer, { ...view, sort: '-overdue', page: 1, pageSize: SHOWN }),
    getFlow(app, viewer, view),
  ]);
  return { timeToPatch, units, ageing, patches, flow };
}

async function readEarly(app: App, viewer: Viewer, view: ViewInput) {
  const page = { ...view, page: 1, pageSize: SHOWN };
  const [fixes, indeterminate, unscanned] = await Promise.all([
    listPatches(app, viewer, page),
    listAssets(app, viewer, { ...page, verdict: 'indeterminate' }),
    listAssets(app, viewer, { ...page, verdict: 'not-scanned' }),
  ]);
  return { fixes, indeterminate, unscanned };
}
