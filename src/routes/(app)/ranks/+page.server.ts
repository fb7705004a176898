import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readListQuery } from '#lib/components/list-query.ts';
import { rankChangeFilters } from '#lib/components/ranking/rank-change-columns.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { isFresh } from '#lib/server/auth/step-up.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import {
  approveOverrides,
  refuseOverrides,
  withdrawOverrides,
} from '#lib/server/ranking/answer-overrides.ts';
import { listRankChanges } from '#lib/server/ranking/list-rank-changes.ts';
import { formFailure } from '../../form-failure.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { answerSchema } from './schema.ts';
import type { AnswerForm } from './schema.ts';

const PAGE_SIZE = 50;
const names = rankChangeFilters.map(({ name }) => name);
const answers = { approved: approveOverrides, refused: refuseOverrides, withdrawn: withdrawOverrides };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, ...rest } = readListQuery(url, names);
  const viewer = viewerOf(locals);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const changes = await orErrorPage(() => listRankChanges(locals.app, viewer, query));
  const form: AnswerForm = await superValidate(zod4(answerSchema), { errors: false });
  const mayApprove = may(viewer, 'rank.approve');
  const mayWithdraw = may(viewer, 'rank.propose');
  const fresh = isFresh(viewer, 'factor');
  return { changes, form, filters, mayApprove, mayWithdraw, fresh, page: rest.page, pageSize: PAGE_SIZE };
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
    redirect(303, `/ranks?${back.toString()}`);
  },
};
