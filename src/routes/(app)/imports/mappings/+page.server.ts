import { redirect } from '@sveltejs/kit';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listMappings } from '#lib/server/imports/list-mappings.ts';
import { removeMapping } from '#lib/server/imports/save-mapping.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
  orErrorPage(async () => {
    const viewer = viewerOf(locals);
    const { rows } = listMappings(locals.app, viewer);
    const remove = rows.find(({ name }) => name === url.searchParams.get('remove')) ?? null;
    return { rows, remove, mayManage: may(viewer, 'mapping.manage'), saved: url.searchParams.get('saved') };
  });

export const actions: Actions = {
  remove: async ({ locals, request }) => {
    const name = String((await request.formData()).get('name') ?? '');
    await orErrorPage(async () => removeMapping(locals.app, viewerOf(locals), { name }));
    redirect(303, '/imports/mappings');
  },
};
