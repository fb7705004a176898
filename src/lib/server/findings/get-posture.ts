import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

/** Where the organisation stands: assets by verdict, findings by deadline. */
export async function getPosture(app: App, viewer: Viewer, input: ViewInput) {
  authorise(viewer, 'posture.read');
  const view = await resolveView(app, viewer, input);
  const [findings] = await app.warehouse.query('posture', view.params);
  const [counts] = await app.warehouse.query('asset-counts', {
    ...view.params,
    covered_since: view.coveredSince,
  });
  const { pass = 0, fail = 0, indeterminate = 0, notScanned = 0 } = counts ?? {};
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    verdict: worst({ pass, fail, indeterminate, notScanned }),
    assets: { pass, fail, indeterminate, notScanned },
    open: findings?.open ?? 0,
    overdue: findings?.overdue ?? 0,
    overdueAssets: findings?.overdueAssets ?? 0,
    dueSoon: findings?.dueSoon ?? 0,
    closed: findings?.closed ?? 0,
    unknownRank: findings?.unknownRank ?? 0,
    products: findings?.products ?? 0,
    nextDue: findings?.nextDue ?? null,
    policyVersion: view.policy.version,
    zone: view.policy.zone,
  };
}

/** The organisation's verdict is that of its worst asset; without any scan it is not-scanned. */
function worst(assets: { pass: number; fail: number; indeterminate: number; notScanned: number }): string {
  if (assets.fail > 0) return 'fail';
  if (assets.indeterminate > 0) return 'indeterminate';
  if (assets.notScanned > 0 || assets.pass === 0) return 'not-scanned';
  return 'pass';
}
