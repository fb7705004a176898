import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { safeNext } from '#lib/components/links.ts';
import { confirmPerson } from '#lib/server/auth/confirm-person.ts';
import { factorsAsked } from '#lib/server/auth/factor/waiting-factors.ts';
import { signedInOf } from '#lib/server/auth/viewer-of.ts';
import { factorInput } from '../../factor-input.ts';
import { formFailure } from '../../form-failure.ts';
import { peerOf } from '../../peer.ts';
import type { Actions, PageServerLoad } from './$types';
import { confirmSchema } from './schema.ts';

type ConfirmForm = z.infer<typeof confirmSchema>;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { session, accountId } = signedInOf(locals);
  const next = safeNext(url.searchParams.get('next'));
  // Nothing can be confirmed before there is a second factor.
  if (session.enrolment === 'postponed') redirect(303, '/enrol');
  const isDemo = session.enrolment === 'exempt';
  const needsFactor = url.searchParams.get('needs') === 'factor' && !isDemo;
  const form = await superValidate<ConfirmForm, Failure>(zod4(confirmSchema));
  return { form, next, needsFactor, factors: factorsAsked(locals.app, accountId) };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, cookies, url } = event;
    const form = await superValidate<ConfirmForm, Failure>(request, zod4(confirmSchema));
    if (!form.valid) return fail(400, { form });
    const { password } = form.data;
    try {
      const given = password === '' ? factorInput(form.data) : { password };
      const cookie = await confirmPerson(locals.app, signedInOf(locals), { given, peer: peerOf(event) });
      cookies.set(cookie.name, cookie.value, cookie.attributes);
    } catch (error) {
      form.data = { password: '', code: '', passkey: '' };
      return formFailure(form, error, ['password', 'code']);
    }
    redirect(303, safeNext(url.searchParams.get('next')));
  },
};
