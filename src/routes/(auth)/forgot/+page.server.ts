import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { requestReset } from '#lib/server/auth/password/reset-password.ts';
import { formFailure } from '../../form-failure.ts';
import { peerOf } from '../../peer.ts';
import type { Actions, PageServerLoad } from './$types';
import { forgotSchema } from './schema.ts';

type ForgotForm = z.infer<typeof forgotSchema>;

export const load: PageServerLoad = async ({ locals, url }) => ({
  form: await superValidate<ForgotForm, Failure>(zod4(forgotSchema)),
  mail: locals.app.mailer.settings() !== null,
  sent: url.searchParams.has('sent'),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await superValidate<ForgotForm, Failure>(event.request, zod4(forgotSchema));
    if (!form.valid) return fail(400, { form });
    try {
      requestReset(event.locals.app, { ...form.data, peer: peerOf(event) });
    } catch (error) {
      return formFailure(form, error, []);
    }
    redirect(303, '/forgot?sent');
  },
};
