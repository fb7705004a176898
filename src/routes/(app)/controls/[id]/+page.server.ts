import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { linesOf } from '#lib/components/lines-of.ts';
import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getControl } from '#lib/server/controls/get-control.ts';
import { retireControl, validateControl } from '#lib/server/controls/manage-control.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { validationSchema } from '../schema.ts';
import type { ValidationForm } from '../schema.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const query = { ...readView(url), id: params.id };
  const document = await orErrorPage(() => getControl(locals.app, viewerOf(locals), query));
  const form: ValidationForm = await superValidate(zod4(validationSchema), { errors: false });
  return { document, form };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form: ValidationForm = await superValidate(request, zod4(validationSchema));
    if (!form.valid) return fail(400, { form });
    const { answer, note } = form.data;
    const said = { id: params.id, note, evidence: linesOf(form.data.evidence) };
    const viewer = viewerOf(locals);
    try {
      if (answer === 'retired') await retireControl(locals.app, viewer, { id: params.id, reason: note });
      else await validateControl(locals.app, viewer, { ...said, result: answer });
    } catch (error) {
      return formFailure(form, error, ['note', 'evidence']);
    }
    redirect(303, `/controls/${params.id}`);
  },
};
