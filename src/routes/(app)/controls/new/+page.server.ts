import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getControl } from '#lib/server/controls/get-control.ts';
import { listOwners } from '#lib/server/controls/list-owners.ts';
import { defineControl } from '#lib/server/controls/manage-control.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { controlSchema } from '../schema.ts';
import type { ControlForm } from '../schema.ts';

const knownId = (url: URL): string | null => url.searchParams.get('id');

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  return orErrorPage(async () => {
    const owners = listOwners(locals.app, viewer);
    const id = knownId(url);
    const known = id === null ? null : (await getControl(locals.app, viewer, { id })).control;
    const { name, effect, interval, unit } = known ?? {};
    const start = known
      ? { name, effect, interval, unit, owner: known.ownerId }
      : { owner: viewer.personId ?? '' };
    const form: ControlForm = await superValidate(start, zod4(controlSchema), { errors: false });
    return { form, owners, id, seesAll: viewer.units.includes('*') };
  });
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const form: ControlForm = await superValidate(request, zod4(controlSchema));
    if (!form.valid) return fail(400, { form });
    let id: string;
    try {
      ({ id } = await defineControl(locals.app, viewerOf(locals), { id: knownId(url), ...form.data }));
    } catch (error) {
      return formFailure(form, error, ['name', 'owner', 'effect', 'interval', 'unit']);
    }
    redirect(303, `/controls/${id}`);
  },
};
