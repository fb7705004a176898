import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

/** Fixes that open findings wait for, most urgent first. */
export async function listFixes(app: App, viewer: Viewer, query: ViewInput & { pageSize: number }) {
  authorise(viewer, 'finding.read');
  const view = await resolveView(app, viewer, query);
  const rows = await app.warehouse.query('fixes', { ...view.params, limit: query.pageSize });
  return { asOf: view.asOf, knownAt: view.knownAt, total: rows[0]?.total ?? 0, rows };
}
