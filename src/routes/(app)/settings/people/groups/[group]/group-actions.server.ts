import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { removeMember } from '#lib/server/auth/person-groups/group-members.ts';
import { takeGroupRole } from '#lib/server/auth/person-groups/group-roles.ts';
import { describeGroup, removeGroup } from '#lib/server/auth/person-groups/manage-group.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../../../form-failure.ts';
import { orErrorPage } from '../../../../../page-failure.ts';
import { groupSchema, type GroupForm } from '../schema.ts';
import type { Action } from './$types';

/** Names it anew. */
export const describe: Action = async ({ locals, params: { group: groupId }, request }) => {
  const form: GroupForm = await superValidate(request, zod4(groupSchema));
  if (!form.valid) return fail(400, { form });
  try {
    describeGroup(locals.app, viewerOf(locals), { groupId, ...form.data });
  } catch (error) {
    return formFailure(form, error, ['name', 'purpose']);
  }
  redirect(303, `/settings/people/groups/${groupId}?done=described`);
};

/** Takes a person out. */
export const leave: Action = async ({ locals, params: { group: groupId }, request }) => {
  const personId = String((await request.formData()).get('person'));
  await orErrorPage(() => removeMember(locals.app, viewerOf(locals), { groupId, personId }));
  redirect(303, `/settings/people/groups/${groupId}?done=left`);
};

/** Takes a role away from the group. */
export const take: Action = async ({ locals, params: { group: groupId }, request }) => {
  const data = await request.formData();
  const said = { role: String(data.get('role')), unit: String(data.get('unit')) };
  await orErrorPage(() => takeGroupRole(locals.app, viewerOf(locals), { groupId, ...said }));
  redirect(303, `/settings/people/groups/${groupId}?done=taken`);
};

/** Removes the group. */
export const remove: Action = async ({ locals, params: { group: groupId } }) => {
  await orErrorPage(() => removeGroup(locals.app, viewerOf(locals), { groupId }));
  redirect(303, '/settings/people/groups?done=removed');
};
