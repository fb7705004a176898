import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Failure } from '#core/errors.ts';
import { safeNext } from '#lib/components/links.ts';
import { passkeysPossible } from '#lib/server/auth/factor/passkeys.ts';
import { needsSetup } from '#lib/server/auth/setup-link.ts';
import { ssoSettings } from '#lib/server/auth/sso/sso-settings.ts';
import { signIn } from '#lib/server/auth/sign-in.ts';
import { formFailure } from '../../form-failure.ts';
import { peerOf } from '../../peer.ts';
import type { Actions, PageServerLoad } from './$types';
import { signInSchema } from './schema.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  if (locals.viewer) redirect(303, safeNext(url.searchParams.get('next')));
  const form = await superValidate<{ email: string; password: string }, Failure>(zod4(signInSchema));
  return {
    form,
    needsSetup: needsSetup(locals.app.store),
    passkeys: passkeysPossible(locals.app.origin),
    sso: ssoSettings(locals.app) !== null,
    refused: url.searchParams.get('refused'),
    passwordSet: url.searchParams.has('set'),
    next: safeNext(url.searchParams.get('next')),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, url, cookies } = event;
    const next = safeNext(url.searchParams.get('next'));
    let done: boolean;
    const form = await superValidate<{ email: string; password: string }, Failure>(
      request,
      zod4(signInSchema),
    );
    if (!form.valid) return fail(400, { form });
    try {
      const { viewer, cookie } = await signIn(locals.app, { ...form.data, ...peerOf(event) });
      cookies.set(cookie.name, cookie.value, cookie.attributes);
      done = viewer !== null;
    } catch (error) {
      form.data.password = '';
      return formFailure(form, error, []);
    }
    redirect(303, done ? next : `/sign-in/factor?${new URLSearchParams({ next })}`);
  },
};
