import { error, fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getEntry } from '#lib/server/registers/get-entry.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { readFiles } from '../../../../uploaded-files.ts';
import { answerEntry } from '../../answers.server.ts';
import { answerSchema } from '../../schema.ts';
import type { AnswerForm } from '../../schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const query = { ...readView(url), id: params.id };
  const document = await orErrorPage(() => getEntry(locals.app, viewerOf(locals), query));
  if (document.register.name !== params.register) error(404, 'There is no such entry.');
  const form: AnswerForm = await superValidate(zod4(answerSchema), { errors: false });
  return { document, form };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const data = await request.formData();
    const form: AnswerForm = await superValidate(data, zod4(answerSchema));
    if (!form.valid) return fail(400, { form });
    let done: string;
    try {
      const said = { ...form.data, id: params.id, files: await readFiles(data) };
      done = await answerEntry(locals.app, viewerOf(locals), said);
    } catch (failure) {
      return formFailure(form, failure, ['reason']);
    }
    redirect(303, `/registers/${params.register}/${params.id}?done=${done}`);
  },
};
