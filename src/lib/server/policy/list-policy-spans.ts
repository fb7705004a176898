import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { policyBands } from './policy-bands.ts';
import type { PolicyBand } from './policy-bands.ts';

/** Which version was in force when, oldest first: the ground behind a time line. */
export function listPolicySpans(app: App, viewer: Viewer): Omit<PolicyBand, 'change'>[] {
  authorise(viewer, 'policy.read');
  return policyBands(app.warehouse.policies(), 'own').map(({ version, from, to }) => ({ version, from, to }));
}
