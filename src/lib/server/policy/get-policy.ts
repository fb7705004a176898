import { requirePolicy } from '#core/policy/stale-limits.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

/** The policy version in force now. */
export function getPolicy(app: App, viewer: Viewer) {
  authorise(viewer, 'policy.read');
  return requirePolicy(app.warehouse.policies(), app.clock());
}
