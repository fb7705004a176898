import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../form-failure.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { groupOptions } from './group-options.server.ts';
import { moveGroup, removeGroup, restoreGroup, saveGroup } from './group-actions.server.ts';
import { groupSchema } from './schema.ts';
import type { GroupForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const options = await orErrorPage(() => groupOptions(locals.app, viewer, url));
  const { edited, ...shown } = options;
  const form: GroupForm = await superValidate(edited ?? undefined, zod4(groupSchema), { errors: false });
  return { ...shown, form, editing: edited?.group ?? null, mayManage: may(viewer, 'group.manage') };
};

export const actions: Actions = {
  save: async ({ locals, request }) => {
    const form: GroupForm = await superValidate(request, zod4(groupSchema));
    if (!form.valid) return fail(400, { form });
    try {
      await saveGroup(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['group', 'name']);
    }
    redirect(303, '/groups');
  },
  move: async ({ locals, request }) => {
    const data = await request.formData();
    await orErrorPage(() => moveGroup(locals.app, viewerOf(locals), data));
    redirect(303, '/groups');
  },
  remove: async ({ locals, request }) => {
    const data = await request.formData();
    return { removed: await orErrorPage(() => removeGroup(locals.app, viewerOf(locals), data)) };
  },
  restore: async ({ locals, request }) => {
    const data = await request.formData();
    await orErrorPage(() => restoreGroup(locals.app, viewerOf(locals), data));
    redirect(303, '/groups');
  },
};
