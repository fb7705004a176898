import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import { ROLES } from '../auth/roles.ts';
import type { Viewer } from '../auth/viewer.ts';

/** People who may answer for an entry: everybody who can sign in, by name. */
export function listEntryOwners(app: App, viewer: Viewer) {
  authorise(viewer, 'register.write');
  const people = new Map(
    app.store.people.activeHolders(ROLES).map(({ personId, name }) => [personId, name ?? 'erased person']),
  );
  return [...people].map(([value, label]) => ({ value, label }));
}
