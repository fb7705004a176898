import { redirect } from '@sveltejs/kit';
import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { cancelScan } from '#lib/server/scans/cancel-scan.ts';
import { getScan } from '#lib/server/scans/get-scan.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  document: await orErrorPage(() =>
    getScan(locals.app, viewerOf(locals), { id: params.id, ...readView(url) }),
  ),
});

export const actions: Actions = {
  cancel: async ({ locals, params }) => {
    await orErrorPage(() => cancelScan(locals.app, viewerOf(locals), { id: params.id }));
    redirect(303, `/scans/${params.id}`);
  },
};
