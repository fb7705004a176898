import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import {
  requestReview,
  returnDraft,
  reviewDraft,
  signDraft,
  withdrawDraft,
} from '#lib/server/policy/answer-draft.ts';
import { getDraft } from '#lib/server/policy/get-policy-version.ts';
import { whatIf } from '#lib/server/policy/what-if.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { answerSchema } from '../../schema.ts';
import type { AnswerForm } from '../../schema.ts';
import type { Actions, PageServerLoad } from './$types';
import { answer } from './answer.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const viewer = viewerOf(locals);
  const document = await orErrorPage(() => getDraft(locals.app, viewer, { draftId: params.draft }));
  const open = document.draft.status === 'draft' || document.draft.status === 'in-review';
  const effect = open ? await whatIf(locals.app, viewer, document.content.terms) : null;
  const form: AnswerForm = await superValidate(zod4(answerSchema), { errors: false });
  return { ...document, effect, form, now: locals.app.clock() };
};

export const actions: Actions = {
  request: answer(requestReview),
  agree: answer((app, viewer, said) =>
    reviewDraft(app, viewer, { ...said, agrees: true, comment: said.reason }),
  ),
  object: answer((app, viewer, said) =>
    reviewDraft(app, viewer, { ...said, agrees: false, comment: said.reason }),
  ),
  security: answer((app, viewer, said) => signDraft(app, viewer, { ...said, side: 'security' })),
  operations: answer((app, viewer, said) => signDraft(app, viewer, { ...said, side: 'operations' })),
  executive: answer((app, viewer, said) => signDraft(app, viewer, { ...said, side: 'executive' })),
  return: answer(returnDraft),
  withdraw: answer(withdrawDraft),
};
