import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listRegisters } from '#lib/server/registers/list-registers.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
  registers: await orErrorPage(() => listRegisters(locals.app, viewerOf(locals), readView(url))),
});
