import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { adjudicateFields, adjudicateSchema } from '#lib/components/adjudications/adjudicate-schema.ts';
import type { AdjudicateForm } from '#lib/components/adjudications/adjudicate-schema.ts';
import { linesOf } from '#lib/components/lines-of.ts';
import { getAdjudicationForm } from '#lib/server/adjudications/get-adjudication-form.ts';
import { proposeAdjudication } from '#lib/server/adjudications/propose-adjudication.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const form: AdjudicateForm = await superValidate(zod4(adjudicateSchema), { errors: false });
  const about = await orErrorPage(() =>
    getAdjudicationForm(locals.app, viewerOf(locals), { findingId: params.id }),
  );
  return { form, about };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form: AdjudicateForm = await superValidate(request, zod4(adjudicateSchema));
    if (!form.valid) return fail(400, { form });
    const { evidence, ...said } = form.data;
    let done: string;
    try {
      const input = { ...said, findingId: params.id, evidence: linesOf(evidence) };
      const { proposed, skipped } = await proposeAdjudication(locals.app, viewerOf(locals), input);
      done = `${proposed}-${skipped}-0`;
    } catch (error) {
      return formFailure(form, error, adjudicateFields);
    }
    redirect(303, `/findings/${params.id}/adjudicate?done=${done}`);
  },
};
