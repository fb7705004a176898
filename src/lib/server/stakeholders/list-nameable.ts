import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import { ROLES } from '../auth/roles.ts';
import type { Viewer } from '../auth/viewer.ts';

/** People who may be named for a system: everybody who can sign in, by name. */
export function listNameable(app: App, viewer: Viewer) {
  authorise(viewer, 'stakeholder.manage');
  const people = new Map(
    app.store.people.activeHolders(ROLES).map(({ personId, name }) => [personId, name ?? 'erased person']),
  );
  return [...people].map(([value, label]) => ({ value, label }));
}
