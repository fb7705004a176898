import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getInstallation } from '#lib/server/policy/get-installation.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  installation: await orErrorPage(() => getInstallation(locals.app, viewerOf(locals))),
});
