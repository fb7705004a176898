import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getDraft } from '#lib/server/policy/get-policy-version.ts';
import { policyTextTemplate } from '#lib/server/policy/policy-text.ts';
import { editDraft } from '#lib/server/policy/write-draft.ts';
import { formFailure } from '../../../../../form-failure.ts';
import { orErrorPage } from '../../../../../page-failure.ts';
import { draftData, draftFields, draftSchema, termsOf } from '../../../schema.ts';
import type { DraftForm } from '../../../schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const about = { draftId: params.draft };
  const { content, draft } = await orErrorPage(() => getDraft(locals.app, viewerOf(locals), about));
  const form: DraftForm = await superValidate(draftData(content), zod4(draftSchema), { errors: false });
  return { form, draft };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form: DraftForm = await superValidate(request, zod4(draftSchema));
    if (!form.valid) return fail(400, { form });
    try {
      const text = form.data.takeText ? policyTextTemplate : form.data.text;
      const input = { ...form.data, text, terms: termsOf(form.data), draftId: params.draft };
      editDraft(locals.app, viewerOf(locals), input);
    } catch (error) {
      return formFailure(form, error, draftFields);
    }
    redirect(303, `/policy/drafts/${params.draft}`);
  },
};
