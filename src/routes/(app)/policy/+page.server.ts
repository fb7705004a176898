import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPolicy } from '#lib/server/policy/get-policy.ts';
import { listPolicies } from '#lib/server/policy/list-policies.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  const viewer = viewerOf(locals);
  return {
    policy: getPolicy(locals.app, viewer),
    ...listPolicies(locals.app, viewer),
    mayDraft: may(viewer, 'policy.draft'),
    now: locals.app.clock(),
  };
};
