import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

/** Business units that the viewer may see, by name: the choice of a scope, whatever scope is chosen now. */
export async function listUnitNames(app: App, viewer: Viewer, query: ViewInput) {
  authorise(viewer, 'unit.list');
  const view = await resolveView(app, viewer, { ...query, unit: undefined });
  return app.warehouse.query('unit-names', view.params);
}
