import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { listOwnEngagements } from '#lib/server/audits/list-audits.ts';
import { makeComment } from '#lib/server/audits/write-comment.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { commentSchema } from '../../schema.ts';
import type { CommentForm } from '../../schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const engagements = await orErrorPage(() => listOwnEngagements(locals.app, viewerOf(locals)));
  const about = url.searchParams.get('about') ?? '';
  const start = { engagement: engagements[0]?.id ?? '', about };
  const form: CommentForm = await superValidate(start, zod4(commentSchema), { errors: false });
  return { engagements, form };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form: CommentForm = await superValidate(request, zod4(commentSchema));
    if (!form.valid) return fail(400, { form });
    let path: string;
    try {
      ({ path } = await makeComment(locals.app, viewerOf(locals), form.data));
    } catch (failure) {
      return formFailure(form, failure, ['engagement', 'about', 'text']);
    }
    redirect(303, `${path}#auditors`);
  },
};
