import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { GroupRule } from './group-rule.ts';

/** Asset groups in the order their rules are tried, with their assets; and the assets that no rule takes. */
export async function listGroups(app: App, viewer: Viewer, query: ViewInput) {
  authorise(viewer, 'asset.read');
  const view = await resolveView(app, viewer, query);
  const rows = await app.warehouse.query('groups', { ...view.params, covered_since: view.coveredSince });
  const uncategorised = rows.find((row) => row.group === null)?.assets ?? 0;
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    total: rows.length - 1,
    uncategorised,
    rows: rows.map(({ rule, ...row }) => ({ ...row, rule: JSON.parse(rule) as GroupRule })),
  };
}
