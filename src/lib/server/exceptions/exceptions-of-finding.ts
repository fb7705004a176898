import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { queryControls } from '../controls/query-controls.ts';
import type { View } from '../read-view.ts';

/** What covers one finding and did, what is asked for, and the controls in force that it rests on. */
export async function exceptionsOfFinding(
  app: App,
  viewer: Viewer,
  about: { view: View; findingId: string; unit: string },
) {
  const { view, findingId } = about;
  const [covered, known] = await Promise.all([
    app.warehouse.query('finding-coverages', { ...view.params, finding: findingId }),
    app.warehouse.query('finding-exceptions', { ...view.params, finding: findingId }),
  ]);
  const ids = [...new Set(known.filter(({ status }) => status === 'active').flatMap((one) => one.controls))];
  const controls = ids.length === 0 ? [] : await queryControls(app, view, { ids, limit: ids.length });
  return {
    zone: view.zone,
    covered,
    asked: known
      .filter(({ status }) => ['requested', 'in-assessment', 'change-requested'].includes(status))
      .map(({ id, title, status }) => ({ id, title, status })),
    controls: controls
      .filter(({ status }) => status === 'holds' || status === 'never-validated')
      .map(({ id, name, effect }) => ({ id, name, effect })),
    mayRequest: may(viewer, 'exception.request', [about.unit]),
  };
}
