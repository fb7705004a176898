import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { drawAuditSample } from '#lib/server/audits/draw-sample.ts';
import { listOwnEngagements } from '#lib/server/audits/list-audits.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { fieldsFailure } from '../../fields-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { sampleSchema } from '../../schema.ts';
import type { SampleForm } from '../../schema.ts';
import type { Actions, PageServerLoad } from './$types';

const filterNames = ['from', 'until', 'rank', 'scope', 'q'] as const;
const fields = [
  'title',
  'requirement',
  'population',
  'engagement',
  'unit',
  'size',
  'seed',
  ...filterNames,
] as const;

export const load: PageServerLoad = async ({ locals }) => {
  const engagements = await orErrorPage(() => listOwnEngagements(locals.app, viewerOf(locals)));
  const start = { engagement: engagements[0]?.id ?? '', population: 'closed-findings' };
  const form: SampleForm = await superValidate(start, zod4(sampleSchema), { errors: false });
  return { engagements, form };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form: SampleForm = await superValidate(request, zod4(sampleSchema));
    if (!form.valid) return fail(400, { form });
    const { data } = form;
    const filters = Object.fromEntries(
      filterNames.flatMap((name) => (data[name] ? [[name, data[name]]] : [])),
    );
    let id: string;
    try {
      ({ id } = await drawAuditSample(locals.app, viewerOf(locals), { ...data, filters }));
    } catch (error) {
      return fieldsFailure(form, error, fields);
    }
    redirect(303, `/audits/samples/${id}?done=drawn`);
  },
};
