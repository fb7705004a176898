import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { commentFilterNames } from '#lib/components/audits/audit-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { listComments } from '#lib/server/audits/list-comments.ts';
import { takeBackComment } from '#lib/server/audits/write-comment.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import { takeBackSchema } from '../schema.ts';
import type { TakeBackForm } from '../schema.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, ...rest } = readListQuery(url, commentFilterNames);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const comments = await orErrorPage(() => listComments(locals.app, viewerOf(locals), query));
  const start = { id: url.searchParams.get('back') ?? '' };
  const form: TakeBackForm = await superValidate(start, zod4(takeBackSchema), { errors: false });
  return { comments, filters, form, page: rest.page, pageSize: PAGE_SIZE };
};

export const actions: Actions = {
  back: async ({ locals, request }) => {
    const form: TakeBackForm = await superValidate(request, zod4(takeBackSchema));
    if (!form.valid) return fail(400, { form });
    try {
      await takeBackComment(locals.app, viewerOf(locals), form.data);
    } catch (failure) {
      return formFailure(form, failure, ['reason']);
    }
    redirect(303, '/audits/comments?done=taken-back');
  },
};
