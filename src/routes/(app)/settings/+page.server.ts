import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getInstallation } from '#lib/server/policy/get-installation.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
  installation: getInstallation(locals.app, viewerOf(locals)),
});
