import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { setSso, showSso, turnSsoOff } from '#lib/server/auth/sso/configure-sso.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { sendTestMail, setMail, showMail } from '#lib/server/mail/configure-mail.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { mailSchema, ssoSchema } from './schema.ts';
import { mailValues, ssoValues } from './values.ts';

type MailForm = z.infer<typeof mailSchema>;
type SsoForm = z.infer<typeof ssoSchema>;
const PAGE = '/settings/sign-in';

export const load: PageServerLoad = async ({ locals }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const mail = await orErrorPage(() => showMail(app, viewer));
  const sso = await orErrorPage(() => showSso(app, viewer));
  const options = { errors: false };
  const mailForm = await superValidate<MailForm, Failure>(mailValues(mail), zod4(mailSchema), options);
  const ssoForm = await superValidate<SsoForm, Failure>(ssoValues(sso), zod4(ssoSchema), options);
  return { mail, sso, mailForm, ssoForm, callback: `${app.origin}/sign-in/sso/callback` };
};

export const actions: Actions = {
  mail: async ({ locals, request }) => {
    const form = await superValidate<MailForm, Failure>(request, zod4(mailSchema));
    if (!form.valid) return fail(400, { form });
    try {
      setMail(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['host', 'sender']);
    }
    redirect(303, `${PAGE}?done=mail`);
  },
  test: async ({ locals }) => {
    await orErrorPage(() => sendTestMail(locals.app, viewerOf(locals)));
    redirect(303, `${PAGE}?done=test`);
  },
  sso: async ({ locals, request }) => {
    const form = await superValidate<SsoForm, Failure>(request, zod4(ssoSchema));
    if (!form.valid) return fail(400, { form });
    try {
      await setSso(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['issuer', 'clientSecret', 'roleMap']);
    }
    redirect(303, `${PAGE}?done=sso`);
  },
  off: async ({ locals }) => {
    await orErrorPage(() => turnSsoOff(locals.app, viewerOf(locals)));
    redirect(303, `${PAGE}?done=off`);
  },
};
