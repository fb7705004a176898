import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { linesOf } from '#lib/components/lines-of.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getRankChoices } from '#lib/server/ranking/get-rank-choices.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { rankFields, rankSchema } from './schema.ts';
import type { RankForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const form: RankForm = await superValidate(zod4(rankSchema), { errors: false });
  const choices = await orErrorPage(() =>
    getRankChoices(locals.app, viewerOf(locals), { findingId: params.id }),
  );
  return { form, choices };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form: RankForm = await superValidate(request, zod4(rankSchema));
    if (!form.valid) return fail(400, { form });
    const { evidence, ...said } = form.data;
    let done: string;
    try {
      const input = { ...said, findingId: params.id, evidence: linesOf(evidence) };
      const { proposed, waiting, skipped } = await proposeOverride(locals.app, viewerOf(locals), input);
      done = `${proposed}-${waiting}-${skipped}`;
    } catch (error) {
      return formFailure(form, error, rankFields);
    }
    redirect(303, `/findings/${params.id}/rank?done=${done}`);
  },
};
