import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { answers, conditionsOf } from '../answers.server.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { decisionSchema } from '../schema.ts';
import type { DecisionForm } from '../schema.ts';

/** Cases that one can step through. */
const WAITING = 200;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const viewer = viewerOf(locals);
  const view = readView(url);
  const form: DecisionForm = await superValidate(zod4(decisionSchema), { errors: false });
  return orErrorPage(async () => {
    const document = await getException(locals.app, viewer, { ...view, id: params.id });
    const waiting = { ...view, status: 'mine', page: 1, pageSize: WAITING };
    const { rows } = await listExceptions(locals.app, viewer, waiting);
    const { lately } = await getCompliance(locals.app, viewer, view);
    return { document, form, lately, mine: rows.map(({ id }) => id) };
  });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form: DecisionForm = await superValidate(request, zod4(decisionSchema));
    if (!form.valid) return fail(400, { form });
    const { answer, conditionDue, ...said } = form.data;
    const conditions = conditionsOf(said.conditions, conditionDue);
    try {
      await answers[answer](locals.app, viewerOf(locals), { ...said, conditions, id: params.id });
    } catch (error) {
      return formFailure(form, error, ['reason', 'until', 'recommendation', 'conditions']);
    }
    redirect(303, `/exceptions/${params.id}?done=${answer}`);
  },
};
