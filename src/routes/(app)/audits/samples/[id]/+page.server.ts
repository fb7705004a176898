import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readView } from '#lib/components/list-query.ts';
import { judgeItem } from '#lib/server/audits/draw-sample.ts';
import { getSample, redrawSample } from '#lib/server/audits/get-sample.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { resultSchema } from '../../schema.ts';
import type { ResultForm } from '../../schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const viewer = viewerOf(locals);
  const query = { ...readView(url), id: params.id };
  const document = await orErrorPage(() => getSample(locals.app, viewer, query));
  const redrawn = url.searchParams.has('again')
    ? await orErrorPage(() => redrawSample(locals.app, viewer, query))
    : null;
  const item = url.searchParams.get('item') ?? '';
  const known = document.items.find(({ id }) => id === item);
  const start = { item, result: known?.result ?? '', note: known?.note ?? '' };
  const form: ResultForm = await superValidate(start, zod4(resultSchema), { errors: false });
  return { document, redrawn, form };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form: ResultForm = await superValidate(request, zod4(resultSchema));
    if (!form.valid) return fail(400, { form });
    try {
      await judgeItem(locals.app, viewerOf(locals), { ...form.data, id: params.id });
    } catch (failure) {
      return formFailure(form, failure, ['result', 'note']);
    }
    redirect(303, `/audits/samples/${params.id}?done=judged`);
  },
};
