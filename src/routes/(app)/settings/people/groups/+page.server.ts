import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readListQuery } from '#lib/components/list-query.ts';
import { groupFilters } from '#lib/components/people/people-columns.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { listPersonGroups } from '#lib/server/auth/person-groups/list-groups.ts';
import { createGroup } from '#lib/server/auth/person-groups/manage-group.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { groupSchema, type GroupForm } from './schema.ts';

const PAGE_SIZE = 50;
const names = groupFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const { filters, sort, page } = readListQuery(url, names);
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE };
  const form: GroupForm = await superValidate(zod4(groupSchema));
  return {
    groups: await orErrorPage(() => listPersonGroups(locals.app, viewer, query)),
    units: await orErrorPage(() => listUnitNames(locals.app, viewer, {})),
    mayManage: may(viewer, 'account.manage'),
    ...{ form, filters, page, pageSize: PAGE_SIZE },
  };
};

export const actions: Actions = {
  create: async ({ locals, request }) => {
    const form: GroupForm = await superValidate(request, zod4(groupSchema));
    if (!form.valid) return fail(400, { form });
    let id: string;
    try {
      ({ id } = createGroup(locals.app, viewerOf(locals), form.data));
    } catch (error) {
      return formFailure(form, error, ['name', 'purpose']);
    }
    redirect(303, `/settings/people/groups/${id}?done=created`);
  },
};
