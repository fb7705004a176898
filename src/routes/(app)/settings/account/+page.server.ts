import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Failure } from '#core/errors.ts';
import { listFactors, renewRecoveryCodes } from '#lib/server/auth/factor/manage-factors.ts';
import { removeFactor } from '#lib/server/auth/factor/remove-factor.ts';
import { factorsAsked } from '#lib/server/auth/factor/waiting-factors.ts';
import { changePassword } from '#lib/server/auth/password/change-password.ts';
import { signedInOf } from '#lib/server/auth/viewer-of.ts';
import { factorInput } from '../../../factor-input.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import { keepCookie, peerOf } from '../../../peer.ts';
import type { Actions, PageServerLoad } from './$types';
import { passwordSchema, removeSchema, type PasswordForm, type RemoveForm } from './schema.ts';

const PAGE = '/settings/account';

export const load: PageServerLoad = async ({ locals }) => {
  const signedIn = signedInOf(locals);
  return {
    factors: await orErrorPage(() => listFactors(locals.app, signedIn)),
    now: locals.app.clock(),
    asked: factorsAsked(locals.app, signedIn.accountId),
    form: await superValidate<PasswordForm, Failure>(zod4(passwordSchema)),
    removal: await superValidate<RemoveForm, Failure>(zod4(removeSchema)),
  };
};

export const actions: Actions = {
  password: async (event) => {
    const form = await superValidate<PasswordForm, Failure>(event.request, zod4(passwordSchema));
    if (!form.valid) return fail(400, { form });
    const input = { ...form.data, peer: peerOf(event) };
    form.data = { current: '', password: '' };
    try {
      keepCookie(event, await changePassword(event.locals.app, signedInOf(event.locals), input));
    } catch (error) {
      return formFailure(form, error, ['current', 'password']);
    }
    redirect(303, `${PAGE}?done=password`);
  },
  codes: async (event) => {
    const renew = () => renewRecoveryCodes(event.locals.app, signedInOf(event.locals), peerOf(event));
    return { codes: await orErrorPage(renew) };
  },
  remove: async (event) => {
    const removal = await superValidate<RemoveForm, Failure>(event.request, zod4(removeSchema));
    if (!removal.valid) return fail(400, { form: removal });
    const { which, password, ...given } = removal.data;
    removal.data = { which, password: '', code: '', passkey: '' };
    try {
      const input = { which, password, factor: factorInput(given), peer: peerOf(event) };
      keepCookie(event, await removeFactor(event.locals.app, signedInOf(event.locals), input));
    } catch (error) {
      return formFailure(removal, error, ['code']);
    }
    redirect(303, `${PAGE}?done=removed`);
  },
};
