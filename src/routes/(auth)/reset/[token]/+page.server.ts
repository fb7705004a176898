import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { completeReset, isResetUsable } from '#lib/server/auth/password/reset-password.ts';
import { formFailure } from '../../../form-failure.ts';
import { peerOf } from '../../../peer.ts';
import type { Actions, PageServerLoad } from './$types';
import { resetSchema } from './schema.ts';

type ResetForm = z.infer<typeof resetSchema>;

export const load: PageServerLoad = async ({ locals, params }) => ({
  form: await superValidate<ResetForm, Failure>(zod4(resetSchema)),
  usable: isResetUsable(locals.app, params.token),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await superValidate<ResetForm, Failure>(event.request, zod4(resetSchema));
    if (!form.valid) return fail(400, { form });
    const { password } = form.data;
    form.data.password = '';
    try {
      await completeReset(event.locals.app, { password, token: event.params.token, peer: peerOf(event) });
    } catch (error) {
      return formFailure(form, error, ['password']);
    }
    redirect(303, '/sign-in?set');
  },
};
