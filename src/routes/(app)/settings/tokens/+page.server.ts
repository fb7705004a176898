import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { createToken, listTokens, revokeToken } from '#lib/server/auth/api-tokens.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { tokenSchema } from './schema.ts';

type TokenForm = z.infer<typeof tokenSchema>;

export const load: PageServerLoad = async ({ locals }) => ({
  form: await superValidate<TokenForm, Failure>(zod4(tokenSchema)),
  tokens: listTokens(locals.app, viewerOf(locals)),
  now: locals.app.clock(),
});

export const actions: Actions = {
  create: async ({ locals, request }) => {
    const form = await superValidate<TokenForm, Failure>(request, zod4(tokenSchema));
    if (!form.valid) return fail(400, { form });
    const { scanner, scopes, cidrs, ...rest } = form.data;
    const forScanner = rest.kind === 'scan';
    try {
      const created = createToken(locals.app, viewerOf(locals), {
        ...rest,
        cidrs: cidrs.split(/[\s,]+/).filter(Boolean),
        scopes: forScanner ? ['submit'] : scopes,
        scanner: forScanner ? scanner : undefined,
      });
      // In this answer only: neither the address nor the store ever holds the token itself.
      return { form, created: { name: created.name, token: created.token } };
    } catch (error) {
      return formFailure(form, error, ['name', 'days', 'scanner', 'cidrs']);
    }
  },
  revoke: async ({ locals, request }) => {
    const id = (await request.formData()).get('id');
    if (typeof id === 'string') await orErrorPage(() => revokeToken(locals.app, viewerOf(locals), id));
    redirect(303, '/settings/tokens');
  },
};
