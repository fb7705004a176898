import type { App } from '../app.ts';
import { authorise, may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

/** How many exceptions wait for a decision that the viewer may give; 0 for whoever may give none. */
export async function countWaiting(app: App, viewer: Viewer, input: ViewInput): Promise<number> {
  authorise(viewer, 'exception.read');
  if (!may(viewer, 'exception.approve')) return 0;
  const view = await resolveView(app, viewer, input);
  const params = { ...view.params, viewer: viewer.personId ?? '' };
  const [row] = await app.warehouse.query('exceptions-waiting', params);
  return row?.waiting ?? 0;
}
