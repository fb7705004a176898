import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPolicy } from '#lib/server/policy/get-policy.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
  policy: getPolicy(locals.app, viewerOf(locals)),
  now: locals.app.clock(),
});
