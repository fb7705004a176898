import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { endExecutive, listExecutives, nameExecutive } from '#lib/server/policy/executives.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import { executiveSchema } from '../schema.ts';
import type { ExecutiveForm } from '../schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const viewer = viewerOf(locals);
  const listed = await orErrorPage(() => listExecutives(locals.app, viewer));
  const form: ExecutiveForm = await superValidate(zod4(executiveSchema), { errors: false });
  return { ...listed, form, mayName: may(viewer, 'policy.name-executive'), now: locals.app.clock() };
};

export const actions: Actions = {
  name: async ({ locals, request }) => {
    const form: ExecutiveForm = await superValidate(request, zod4(executiveSchema));
    if (!form.valid) return fail(400, { form });
    try {
      nameExecutive(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['person', 'function']);
    }
    redirect(303, '/policy/executives');
  },
  end: async ({ locals, request }) => {
    const form: ExecutiveForm = await superValidate(request, zod4(executiveSchema));
    try {
      endExecutive(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['person']);
    }
    redirect(303, '/policy/executives');
  },
};
