import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

/** How much of the known estate scans reach: reached, with credentials, ever complete, complete in the window. */
export async function getCoverage(app: App, viewer: Viewer, input: ViewInput) {
  authorise(viewer, 'coverage.read');
  const view = await resolveView(app, viewer, input);
  const params = { ...view.params, covered_since: view.coveredSince };
  const [counts] = await app.warehouse.query('asset-counts', params);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    window: view.policy.coverageWindow,
    coveredSince: view.coveredSince,
    assets: counts?.assets ?? 0,
    reached: counts?.reached ?? 0,
    credentialed: counts?.credentialed ?? 0,
    complete: counts?.complete ?? 0,
    fresh: counts?.fresh ?? 0,
  };
}
