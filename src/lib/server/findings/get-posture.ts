import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { feedStates } from '../feeds/feed-states.ts';
import type { PostureRow } from '../warehouse/queries.gen.ts';

/** Where the organisation stands: assets by verdict, findings by deadline. */
export async function getPosture(app: App, viewer: Viewer, input: ViewInput) {
  authorise(viewer, 'posture.read');
  const view = await resolveView(app, viewer, input);
  const [[findings], [counts], { loads }] = await Promise.all([
    app.warehouse.query('posture', view.params),
    app.warehouse.query('asset-counts', { ...view.params, covered_since: view.coveredSince }),
    feedStates(app, view),
  ]);
  const { pass = 0, fail = 0, indeterminate = 0, notScanned = 0 } = counts ?? {};
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    verdict: worst({ pass, fail, indeterminate, notScanned }),
    assets: { pass, fail, indeterminate, notScanned },
    total: counts?.assets ?? 0,
    fresh: counts?.fresh ?? 0,
    ungrouped: counts?.ungrouped ?? 0,
    unowned: counts?.unowned ?? 0,
    unassigned: counts?.unassigned ?? 0,
    staleFeeds: loads.filter(({ state }) => state === 'stale').length,
    ...(findings ?? noFindings),
    policyVersion: view.policy.version,
    zone: view.policy.zone,
  };
}

const noFindings: PostureRow = {
  adjudicated: 0,
  advisories: 0,
  open: 0,
  overdue: 0,
  overdueAssets: 0,
  dueSoon: 0,
  dueIn14: 0,
  dueIn30: 0,
  knownExploited: 0,
  knownExploitedOverdue: 0,
  knownExploitedAssets: 0,
  severeOverdue: 0,
  highOverdue: 0,
  closed: 0,
  unknownRank: 0,
  products: 0,
  fixes: 0,
  covered: 0,
  coveredOverdue: 0,
  fixesToDo: 0,
  nextDue: null,
};

/** The organisation's verdict is that of its worst asset; without any scan it is not-scanned. */
function worst(assets: { pass: number; fail: number; indeterminate: number; notScanned: number }): string {
  if (assets.fail > 0) return 'fail';
  if (assets.indeterminate > 0) return 'indeterminate';
  if (assets.notScanned > 0 || assets.pass === 0) return 'not-scanned';
  return 'pass';
}
