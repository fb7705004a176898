import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { completeSetup } from '#lib/server/auth/complete-setup.ts';
import { isSetupLinkUsable } from '#lib/server/auth/setup-link.ts';
import { startFirstScan } from '#lib/server/scans/start-first-scan.ts';
import { formFailure } from '../../../form-failure.ts';
import { peerOf } from '../../../peer.ts';
import type { Actions, PageServerLoad } from './$types';
import { setupSchema } from './schema.ts';

type Setup = z.infer<typeof setupSchema>;

export const load: PageServerLoad = async ({ locals, params }) => {
  const { app } = locals;
  const usable = isSetupLinkUsable(app, params.token);
  const form = await superValidate<Setup, Failure>(zod4(setupSchema));
  return { form, usable, zone: usable ? app.store.settings.get('zone') : null };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, params, cookies } = event;
    const form = await superValidate<Setup, Failure>(request, zod4(setupSchema));
    if (!form.valid) return fail(400, { form });
    try {
      const { cookie, viewer } = await completeSetup(locals.app, {
        ...form.data,
        token: params.token,
        ...peerOf(event),
      });
      cookies.set(cookie.name, cookie.value, cookie.attributes);
      startFirstScan(locals.app, viewer);
    } catch (error) {
      form.data.password = '';
      return formFailure(form, error, ['name', 'email', 'password']);
    }
    redirect(303, '/enrol');
  },
};
