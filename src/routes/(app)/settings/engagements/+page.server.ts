import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Failure } from '#core/errors.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { engagementFilters } from '#lib/components/people/people-columns.ts';
import { createEngagement, endEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { listEngagements } from '#lib/server/auth/engagements/list-engagements.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { engagementSchema, type EngagementForm } from './schema.ts';

const PAGE_SIZE = 50;
const names = engagementFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const { filters, sort, page } = readListQuery(url, names);
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE };
  return {
    engagements: await orErrorPage(() => listEngagements(locals.app, viewer, query)),
    units: await orErrorPage(() => listUnitNames(locals.app, viewer, {})),
    form: await superValidate<EngagementForm, Failure>(zod4(engagementSchema)),
    now: locals.app.clock(),
    ...{ filters, page, pageSize: PAGE_SIZE },
  };
};

export const actions: Actions = {
  create: async ({ locals, request }) => {
    const form = await superValidate<EngagementForm, Failure>(request, zod4(engagementSchema));
    if (!form.valid) return fail(400, { form });
    try {
      createEngagement(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['name', 'from', 'until']);
    }
    redirect(303, '/settings/engagements?done=created');
  },
  end: async ({ locals, request }) => {
    const id = String((await request.formData()).get('id'));
    await orErrorPage(() => endEngagement(locals.app, viewerOf(locals), { id }));
    redirect(303, '/settings/engagements?done=ended');
  },
};
