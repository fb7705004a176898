import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

export interface PolicyChange {
  readonly version: number;
  /** Since when it is in force, ms since 1970 UTC. */
  readonly effectiveFromAt: number;
}

/** The versions that have replaced another one so far, newest first. */
export function listPolicyChanges(app: App, viewer: Viewer): PolicyChange[] {
  authorise(viewer, 'policy.read');
  const now = app.clock();
  return app.warehouse
    .policies()
    .map(({ version, effectiveFromAt }) => ({ version, effectiveFromAt }))
    .toSorted((a, b) => b.effectiveFromAt - a.effectiveFromAt || b.version - a.version)
    .slice(0, -1)
    .filter(({ effectiveFromAt }) => effectiveFromAt <= now);
}
