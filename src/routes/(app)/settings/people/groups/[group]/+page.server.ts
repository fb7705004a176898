import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { addMember } from '#lib/server/auth/person-groups/group-members.ts';
import { giveGroupRole } from '#lib/server/auth/person-groups/group-roles.ts';
import { getPersonGroup } from '#lib/server/auth/person-groups/list-groups.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { formFailure } from '../../../../../form-failure.ts';
import { orErrorPage } from '../../../../../page-failure.ts';
import { roleSchema, type RoleForm } from '../../schema.ts';
import { groupSchema, type GroupForm } from '../schema.ts';
import type { Actions, PageServerLoad } from './$types';
import { describe, leave, remove, take } from './group-actions.server.ts';
import { memberSchema, type MemberForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const viewer = viewerOf(locals);
  const group = await orErrorPage(() => getPersonGroup(locals.app, viewer, params.group));
  const units = await orErrorPage(() => listUnitNames(locals.app, viewer, {}));
  const member: MemberForm = await superValidate(zod4(memberSchema));
  const role: RoleForm = await superValidate(zod4(roleSchema));
  const said: GroupForm = await superValidate(group, zod4(groupSchema), { errors: false });
  return { group, units, member, role, said };
};

export const actions: Actions = {
  describe,
  add: async ({ locals, params: { group: groupId }, request }) => {
    const form: MemberForm = await superValidate(request, zod4(memberSchema));
    if (!form.valid) return fail(400, { form });
    try {
      addMember(locals.app, viewerOf(locals), { groupId, personId: form.data.person });
    } catch (error) {
      return formFailure(form, error, ['person']);
    }
    redirect(303, `/settings/people/groups/${groupId}?done=added`);
  },
  give: async ({ locals, params: { group: groupId }, request }) => {
    const form: RoleForm = await superValidate(request, zod4(roleSchema));
    if (!form.valid) return fail(400, { form });
    try {
      giveGroupRole(locals.app, viewerOf(locals), { groupId, ...form.data });
    } catch (error) {
      return formFailure(form, error, ['role', 'unit']);
    }
    redirect(303, `/settings/people/groups/${groupId}?done=given`);
  },
  leave,
  take,
  remove,
};
