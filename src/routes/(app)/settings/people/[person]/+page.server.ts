import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { endDelegation } from '#lib/server/auth/delegations/name-delegate.ts';
import { giveRole, takeRole } from '#lib/server/auth/people/change-roles.ts';
import { erasePerson } from '#lib/server/auth/people/erase-person.ts';
import { getPerson } from '#lib/server/auth/people/get-person.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { roleSchema, type RoleForm } from '../schema.ts';
import { helpAction } from './help-action.server.ts';
import { eraseSchema, type EraseForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const viewer = viewerOf(locals);
  const form: RoleForm = await superValidate(zod4(roleSchema));
  const erasure: EraseForm = await superValidate(zod4(eraseSchema));
  const person = await orErrorPage(() => getPerson(locals.app, viewer, params.person));
  const units = await orErrorPage(() => listUnitNames(locals.app, viewer, {}));
  const mail = locals.app.mailer.settings() !== null;
  return { person, units, form, erasure, mail, now: locals.app.clock() };
};

export const actions: Actions = {
  give: async ({ locals, params, request }) => {
    const form: RoleForm = await superValidate(request, zod4(roleSchema));
    if (!form.valid) return fail(400, { form });
    try {
      giveRole(locals.app, viewerOf(locals), { personId: params.person, ...form.data });
    } catch (error) {
      return formFailure(form, error, ['role', 'unit']);
    }
    redirect(303, `/settings/people/${params.person}?done=given`);
  },
  take: async ({ locals, params, request }) => {
    const data = await request.formData();
    const said = { role: String(data.get('role')), unit: String(data.get('unit')) };
    await orErrorPage(() => takeRole(locals.app, viewerOf(locals), { personId: params.person, ...said }));
    redirect(303, `/settings/people/${params.person}?done=taken`);
  },
  recall: async ({ locals, params, request }) => {
    const id = String((await request.formData()).get('id'));
    await orErrorPage(() => endDelegation(locals.app, viewerOf(locals), { id }));
    redirect(303, `/settings/people/${params.person}?done=recalled`);
  },
  help: helpAction,
  erase: async ({ locals, params, request }) => {
    const form: EraseForm = await superValidate(request, zod4(eraseSchema));
    if (!form.valid) return fail(400, { form });
    try {
      erasePerson(locals.app, viewerOf(locals), { personId: params.person, ...form.data });
    } catch (error) {
      return formFailure(form, error, ['reason']);
    }
    redirect(303, '/settings/people?done=erase');
  },
};
