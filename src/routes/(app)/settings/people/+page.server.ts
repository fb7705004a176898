import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Failure } from '#core/errors.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { peopleFilterNames } from '#lib/components/people/people-columns.ts';
import { invitePerson } from '#lib/server/auth/people/invite-person.ts';
import { listAccounts } from '#lib/server/auth/people/list-accounts.ts';
import { listPersonGroups } from '#lib/server/auth/person-groups/list-groups.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { inviteSchema, type InviteForm } from './schema.ts';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const { filters, sort, page } = readListQuery(url, peopleFilterNames);
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE };
  const groups = await orErrorPage(() => listPersonGroups(locals.app, viewer, {}));
  return {
    people: await orErrorPage(() => listAccounts(locals.app, viewer, query)),
    groups: groups.rows.map(({ id, name }) => ({ id, name })),
    units: await orErrorPage(() => listUnitNames(locals.app, viewer, {})),
    form: await superValidate<InviteForm, Failure>(zod4(inviteSchema)),
    mail: locals.app.mailer.settings() !== null,
    now: locals.app.clock(),
    ...{ filters, page, pageSize: PAGE_SIZE },
  };
};

export const actions: Actions = {
  invite: async ({ locals, request }) => {
    const form = await superValidate<InviteForm, Failure>(request, zod4(inviteSchema));
    if (!form.valid) return fail(400, { form });
    try {
      return { form, link: invitePerson(locals.app, viewerOf(locals), form.data), for: form.data.name };
    } catch (error) {
      return formFailure(form, error, ['name', 'email', 'role']);
    }
  },
};
