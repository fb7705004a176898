import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

/** Stored scan credentials by name; empty for who may not use them. */
export function listCredentials(app: App, viewer: Viewer) {
  if (!may(viewer, 'credential.read')) return [];
  return app.store.credentials
    .list()
    .map(({ id, name, username }) => ({ id, name, username: username ?? '' }));
}
