import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readView } from '#lib/components/list-query.ts';
import { answerRequest, decideRequest } from '#lib/server/audits/answer-request.ts';
import { getRequest } from '#lib/server/audits/get-request.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import { readFiles } from '../../../uploaded-files.ts';
import { answerSchema, decisionSchema } from '../schema.ts';
import type { SaidForm } from '../schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const query = { ...readView(url), id: params.id };
  const document = await orErrorPage(() => getRequest(locals.app, viewerOf(locals), query));
  const form: SaidForm = await superValidate(zod4(answerSchema), { errors: false });
  return { document, form };
};

export const actions: Actions = {
  answer: async ({ locals, params, request }) => {
    const data = await request.formData();
    const form: SaidForm = await superValidate(data, zod4(answerSchema));
    if (!form.valid) return fail(400, { form });
    try {
      const said = { ...form.data, id: params.id, files: await readFiles(data) };
      await answerRequest(locals.app, viewerOf(locals), said);
    } catch (failure) {
      return formFailure(form, failure, ['text']);
    }
    redirect(303, `/audits/${params.id}?done=answered`);
  },
  decide: async ({ locals, params, request }) => {
    const form = await superValidate(request, zod4(decisionSchema));
    const said: SaidForm = form;
    if (!form.valid) return fail(400, { form: said });
    try {
      await decideRequest(locals.app, viewerOf(locals), { ...form.data, id: params.id });
    } catch (failure) {
      return formFailure(said, failure, ['text']);
    }
    redirect(303, `/audits/${params.id}?done=${form.data.decision}`);
  },
};
