import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { safeNext } from '#lib/components/links.ts';
import { completeSignIn } from '#lib/server/auth/factor/complete-sign-in.ts';
import { waitingFactors } from '#lib/server/auth/factor/waiting-factors.ts';
import { blankStep, STEP_COOKIE } from '#lib/server/auth/step-token.ts';
import { factorInput } from '../../../factor-input.ts';
import { formFailure } from '../../../form-failure.ts';
import { peerOf } from '../../../peer.ts';
import type { Actions, PageServerLoad } from './$types';
import { factorSchema } from './schema.ts';

type FactorForm = z.infer<typeof factorSchema>;

export const load: PageServerLoad = async ({ locals, cookies, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.viewer) redirect(303, next);
  const factors = waitingFactors(locals.app, cookies.get(STEP_COOKIE) ?? '');
  if (!factors) redirect(303, `/sign-in?${new URLSearchParams({ next })}`);
  return { form: await superValidate<FactorForm, Failure>(zod4(factorSchema)), factors };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, cookies, url } = event;
    const form = await superValidate<FactorForm, Failure>(request, zod4(factorSchema));
    if (!form.valid) return fail(400, { form });
    try {
      const input = {
        step: cookies.get(STEP_COOKIE) ?? '',
        factor: factorInput(form.data),
        peer: peerOf(event),
      };
      const { name, value, attributes } = await completeSignIn(locals.app, input);
      cookies.set(name, value, attributes);
      const blank = blankStep();
      cookies.set(blank.name, blank.value, blank.attributes);
    } catch (error) {
      form.data = { code: '', passkey: '' };
      return formFailure(form, error, ['code']);
    }
    redirect(303, safeNext(url.searchParams.get('next')));
  },
};
