import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

/** Scans that run now. */
export function countRunning(app: App, viewer: Viewer): number {
  authorise(viewer, 'scan.read');
  return app.store.jobs.inState('running').length;
}
