import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { policyBands } from '../policy/policy-bands.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { readCount, readRule } from './read-rule.ts';

export interface FlowQuery extends ViewInput {
  /** Weeks shown, the running one included; default 13. */
  readonly weeks?: string | undefined;
}

/**
 * What came and went per week, and what stood open and overdue at each week's end; null in weeks before the first scan.
 * @throws AppError QUERY_INVALID
 */
export async function getFlow(app: App, viewer: Viewer, query: FlowQuery) {
  authorise(viewer, 'posture.read');
  const view = await resolveView(app, viewer, query);
  const weeks = readCount(query.weeks, { field: 'weeks', least: 1, most: 520, otherwise: 13 });
  const rows = await app.warehouse.query('flow', { ...view.params, zone: view.zone, weeks });
  const total = (key: 'new' | 'reopened' | 'closed') => rows.reduce((sum, row) => sum + (row[key] ?? 0), 0);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    weeks,
    rows,
    new: total('new'),
    reopened: total('reopened'),
    closed: total('closed'),
    policies: policyBands(view.policies, readRule(view, undefined).id),
  };
}
