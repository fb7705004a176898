import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { adjudicationFilters } from '#lib/components/adjudications/adjudication-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import {
  approveAdjudications,
  refuseAdjudications,
  reverseAdjudications,
  withdrawAdjudications,
} from '#lib/server/adjudications/answer-adjudications.ts';
import { listAdjudications } from '#lib/server/adjudications/list-adjudications.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../form-failure.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { answerSchema } from './schema.ts';
import type { AnswerForm } from './schema.ts';

const PAGE_SIZE = 50;
const names = adjudicationFilters.map(({ name }) => name);
const answers = {
  approved: approveAdjudications,
  refused: refuseAdjudications,
  withdrawn: withdrawAdjudications,
  reversed: reverseAdjudications,
};

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, ...rest } = readListQuery(url, names);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const decided = await orErrorPage(() => listAdjudications(locals.app, viewerOf(locals), query));
  const form: AnswerForm = await superValidate(zod4(answerSchema), { errors: false });
  return { decided, form, filters, page: rest.page, pageSize: PAGE_SIZE };
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const form: AnswerForm = await superValidate(request, zod4(answerSchema));
    if (!form.valid) return fail(400, { form });
    const { id: ids, answer, reason } = form.data;
    let answered: number;
    try {
      ({ answered } = await answers[answer](locals.app, viewerOf(locals), { ids, reason }));
    } catch (error) {
      return formFailure(form, error, ['reason']);
    }
    const back = new URLSearchParams(url.searchParams);
    back.set('done', `${answered}-${answer}`);
    redirect(303, `/adjudications?${back.toString()}`);
  },
};
