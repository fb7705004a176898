import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Failure } from '#core/errors.ts';
import {
  closeAccount,
  issueResetLink,
  resetFactors,
  unlockAccount,
} from '#lib/server/auth/people/help-person.ts';
import { invitePerson } from '#lib/server/auth/people/invite-person.ts';
import { listAccounts } from '#lib/server/auth/people/list-accounts.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { helps, inviteSchema, type Help, type InviteForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const viewer = viewerOf(locals);
  return {
    people: await orErrorPage(() => listAccounts(locals.app, viewer)),
    units: await orErrorPage(() => listUnitNames(locals.app, viewer, {})),
    form: await superValidate<InviteForm, Failure>(zod4(inviteSchema)),
    mail: locals.app.mailer.settings() !== null,
    self: viewer.personId,
    now: locals.app.clock(),
  };
};

const help: Record<Help, (locals: App.Locals, personId: string) => string | void> = {
  factors: ({ app, viewer }, id) => resetFactors(app, viewerOf({ viewer }), id),
  link: ({ app, viewer }, id) => issueResetLink(app, viewerOf({ viewer }), id),
  unlock: ({ app, viewer }, id) => unlockAccount(app, viewerOf({ viewer }), id),
  close: ({ app, viewer }, id) => closeAccount(app, viewerOf({ viewer }), id, 'closed'),
  open: ({ app, viewer }, id) => closeAccount(app, viewerOf({ viewer }), id, 'open'),
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
  help: async ({ locals, request }) => {
    const data = await request.formData();
    const kind = helps.find((one) => one === data.get('kind'));
    if (!kind) redirect(303, '/settings/people');
    const link = await orErrorPage(() => help[kind](locals, String(data.get('person'))));
    if (link) return { link, for: String(data.get('name')) };
    redirect(303, `/settings/people?done=${kind}`);
  },
};
