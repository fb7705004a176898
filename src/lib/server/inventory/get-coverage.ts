import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { readKeptRules } from '../policy/kept-rules.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { CoverageRow } from '../warehouse/queries.gen.ts';

/**
 * How much of the estate in use scans reach: reached, with credentials, ever complete, complete in the window;
 * by class, each asset in exactly one of fresh, stale, failed, uncredentialed and never; and how the rules of the policy
 * on scans and restarts are kept.
 */
export async function getCoverage(app: App, viewer: Viewer, input: ViewInput) {
  authorise(viewer, 'coverage.read');
  const view = await resolveView(app, viewer, input);
  const [rows, kept] = await Promise.all([
    app.warehouse.query('coverage', { ...view.params, covered_since: view.coveredSince }),
    readKeptRules(app, view),
  ]);
  const sum = (key: Exclude<keyof CoverageRow, 'class'>) => rows.reduce((total, row) => total + row[key], 0);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    window: view.policy.coverageWindow,
    coveredSince: view.coveredSince,
    assets: sum('assets'),
    reached: sum('reached'),
    credentialed: sum('credentialed'),
    complete: sum('complete'),
    fresh: sum('fresh'),
    stale: sum('stale'),
    uncredentialed: sum('uncredentialed'),
    failed: sum('failed'),
    never: sum('never'),
    rows,
    ...kept,
  };
}
