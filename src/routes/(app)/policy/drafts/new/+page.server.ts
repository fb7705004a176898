import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { isoDay } from '#lib/format/dates.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { startOfDraft } from '#lib/server/policy/get-policy-version.ts';
import { policyTextTemplate } from '#lib/server/policy/policy-text.ts';
import { beginDraft } from '#lib/server/policy/write-draft.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { draftData, draftFields, draftSchema, termsOf } from '../../schema.ts';
import type { DraftForm } from '../../schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const start = await orErrorPage(() => startOfDraft(locals.app, viewerOf(locals)));
  const today = isoDay(locals.app.clock(), start.terms.zone);
  const data = { ...draftData(start), effectiveDay: today };
  const form: DraftForm = await superValidate(data, zod4(draftSchema), { errors: false });
  return { form };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form: DraftForm = await superValidate(request, zod4(draftSchema));
    if (!form.valid) return fail(400, { form });
    let draftId: string;
    try {
      const text = form.data.takeText ? policyTextTemplate : form.data.text;
      const input = { ...form.data, text, terms: termsOf(form.data) };
      ({ draftId } = beginDraft(locals.app, viewerOf(locals), input));
    } catch (error) {
      return formFailure(form, error, draftFields);
    }
    redirect(303, `/policy/drafts/${draftId}`);
  },
};
