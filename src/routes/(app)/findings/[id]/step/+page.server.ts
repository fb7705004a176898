import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { doubtStep, verifyStep } from '#lib/server/findings/verify-step.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { doubtSchema, verifyFields, verifySchema } from './schema.ts';
import type { DoubtForm, VerifyForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const viewer = viewerOf(locals);
  const document = await orErrorPage(() => {
    authorise(viewer, 'step.record');
    return getFinding(locals.app, viewer, { id: params.id });
  });
  const verify: VerifyForm = await superValidate(zod4(verifySchema), { errors: false });
  const doubt: DoubtForm = await superValidate(zod4(doubtSchema), { errors: false });
  return { finding: document.finding, steps: document.steps, verify, doubt };
};

export const actions: Actions = {
  verify: async ({ locals, params, request }) => {
    const form: VerifyForm = await superValidate(request, zod4(verifySchema));
    if (!form.valid) return fail(400, { form });
    try {
      await verifyStep(locals.app, viewerOf(locals), { findingId: params.id, ...form.data });
    } catch (error) {
      return formFailure(form, error, verifyFields);
    }
    redirect(303, `/findings/${params.id}`);
  },
  doubt: async ({ locals, params, request }) => {
    const form: DoubtForm = await superValidate(request, zod4(doubtSchema));
    if (!form.valid) return fail(400, { form });
    try {
      await doubtStep(locals.app, viewerOf(locals), { findingId: params.id, ...form.data });
    } catch (error) {
      return formFailure(form, error, ['reason']);
    }
    redirect(303, `/findings/${params.id}`);
  },
};
