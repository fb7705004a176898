import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { addDays, localDate } from '#core/sla/calendar.ts';
import { askForEvidence } from '#lib/server/audits/ask-for-evidence.ts';
import { listOwnEngagements } from '#lib/server/audits/list-audits.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { fieldsFailure } from '../fields-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import { requestSchema } from '../schema.ts';
import type { RequestForm } from '../schema.ts';
import type { Actions, PageServerLoad } from './$types';

/** Days that an answer is given, where nothing else is chosen. */
const USUAL_DAYS = 7;

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const engagements = await orErrorPage(() => listOwnEngagements(locals.app, viewerOf(locals)));
  const { zone } = await parent();
  const now = locals.app.clock();
  const [first] = engagements;
  const last = localDate(Date.parse(first?.until ?? '') - 1 || now, zone);
  const usual = addDays(localDate(now, zone), USUAL_DAYS);
  const start = {
    engagement: first?.id ?? '',
    unit: first?.units[0] ?? '',
    about: url.searchParams.get('about') ?? '',
    due: usual < last ? usual : last,
  };
  const form: RequestForm = await superValidate(start, zod4(requestSchema), { errors: false });
  return { engagements, form, last };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form: RequestForm = await superValidate(request, zod4(requestSchema));
    if (!form.valid) return fail(400, { form });
    let id: string;
    try {
      ({ id } = await askForEvidence(locals.app, viewerOf(locals), form.data));
    } catch (error) {
      return fieldsFailure(form, error, [
        'title',
        'text',
        'requirement',
        'due',
        'unit',
        'about',
        'engagement',
      ]);
    }
    redirect(303, `/audits/${id}?done=asked`);
  },
};
