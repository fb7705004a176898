import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { adjudicateFields, adjudicateSchema } from '#lib/components/adjudications/adjudicate-schema.ts';
import type { AdjudicateForm } from '#lib/components/adjudications/adjudicate-schema.ts';
import { linesOf } from '#lib/components/lines-of.ts';
import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { decideClaim } from '#lib/server/reports/decide-claim.ts';
import { getSecondOpinion } from '#lib/server/reports/get-second-opinion.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const form: AdjudicateForm = await superValidate(zod4(adjudicateSchema), { errors: false });
  const claim = { assetId: params.asset, flawId: params.flaw };
  const opinion = await orErrorPage(() =>
    getSecondOpinion(locals.app, viewerOf(locals), { ...claim, ...readView(url) }),
  );
  return { form, opinion };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form: AdjudicateForm = await superValidate(request, zod4(adjudicateSchema));
    if (!form.valid) return fail(400, { form });
    const { evidence, ...said } = form.data;
    let done: string;
    try {
      const input = { ...said, assetId: params.asset, flawId: params.flaw, evidence: linesOf(evidence) };
      const { proposed, skipped, findings } = await decideClaim(locals.app, viewerOf(locals), input);
      done = `${proposed}-${skipped}-${findings}`;
    } catch (error) {
      return formFailure(form, error, adjudicateFields);
    }
    redirect(303, `/second-opinions/${params.asset}/${params.flaw}?done=${done}`);
  },
};
