import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { formFailure } from '../../../../form-failure.ts';
import { answerSchema } from '../../schema.ts';
import type { AnswerForm } from '../../schema.ts';
import type { RequestEvent } from './$types';

interface Answer {
  readonly draftId: string;
  readonly hash: string;
  readonly reason: string;
}

/** One answer: reads what was read and why, does it, and comes back. */
export const answer =
  (act: (app: App.Locals['app'], viewer: Viewer, said: Answer) => unknown) => async (event: RequestEvent) => {
    const { locals, params, request } = event;
    const form: AnswerForm = await superValidate(request, zod4(answerSchema));
    if (!form.valid) return fail(400, { form });
    try {
      await act(locals.app, viewerOf(locals), { draftId: params.draft, ...form.data });
    } catch (error) {
      return formFailure(form, error, ['reason']);
    }
    redirect(303, `/policy/drafts/${params.draft}`);
  };
