import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Failure } from '#core/errors.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { delegationFilters } from '#lib/components/people/people-columns.ts';
import { listDelegations } from '#lib/server/auth/delegations/list-delegations.ts';
import { endDelegation, nameDelegate } from '#lib/server/auth/delegations/name-delegate.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { awaySchema, type AwayForm } from './schema.ts';

const PAGE_SIZE = 50;
const names = delegationFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, sort, page } = readListQuery(url, names);
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE };
  return {
    delegations: await orErrorPage(() => listDelegations(locals.app, viewerOf(locals), query)),
    form: await superValidate<AwayForm, Failure>(zod4(awaySchema)),
    now: locals.app.clock(),
    ...{ filters, page, pageSize: PAGE_SIZE },
  };
};

export const actions: Actions = {
  name: async ({ locals, request }) => {
    const form = await superValidate<AwayForm, Failure>(request, zod4(awaySchema));
    if (!form.valid) return fail(400, { form });
    try {
      nameDelegate(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['delegate', 'from', 'until']);
    }
    redirect(303, '/settings/away?done=named');
  },
  end: async ({ locals, request }) => {
    const id = String((await request.formData()).get('id'));
    await orErrorPage(() => endDelegation(locals.app, viewerOf(locals), { id }));
    redirect(303, '/settings/away?done=ended');
  },
};
