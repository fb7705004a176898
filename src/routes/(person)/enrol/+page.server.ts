import { redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Failure } from '#core/errors.ts';
import { addPasskey, confirmTotp, listFactors } from '#lib/server/auth/factor/manage-factors.ts';
import { postponeEnrolment, startTotp } from '#lib/server/auth/factor/manage-factors.ts';
import type { FactorAdded } from '#lib/server/auth/factor/manage-factors.ts';
import { qrPicture } from '#lib/server/auth/factor/qr-picture.ts';
import { requireFresh } from '#lib/server/auth/step-up.ts';
import { signedInOf } from '#lib/server/auth/viewer-of.ts';
import { formFailure } from '../../form-failure.ts';
import { orErrorPage } from '../../page-failure.ts';
import { keepCookie, peerOf } from '../../peer.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { enrolSchema, type EnrolForm } from './schema.ts';

type Given = EnrolForm & { readonly peer: ReturnType<typeof peerOf> };

export const load: PageServerLoad = async ({ locals }) => {
  const signedIn = signedInOf(locals);
  // Said before a form is filled in: a further factor needs one given lately.
  if (signedIn.session.enrolment === 'enrolled')
    await orErrorPage(() => requireFresh(signedIn.viewer, 'factor'));
  const factors = await orErrorPage(() => listFactors(locals.app, signedIn));
  const picture = factors.waiting ? qrPicture(factors.waiting.uri) : null;
  const { factorDueAt, enrolment } = signedIn.session;
  const mayWait = enrolment === 'exempt' || (factorDueAt !== null && locals.app.clock() < factorDueAt);
  const form = await superValidate<EnrolForm, Failure>(zod4(enrolSchema));
  return { form, factors, picture, enrolment, mayWait };
};

async function add(event: RequestEvent, adding: (given: Given) => Promise<FactorAdded>) {
  const form = await superValidate<EnrolForm, Failure>(event.request, zod4(enrolSchema));
  try {
    const { cookie, recoveryCodes } = await adding({ ...form.data, peer: peerOf(event) });
    keepCookie(event, cookie);
    if (recoveryCodes) return { form, recoveryCodes };
  } catch (error) {
    return formFailure(form, error, ['code']);
  }
  redirect(303, '/settings/account');
}

export const actions: Actions = {
  begin: async ({ locals }) => {
    await orErrorPage(() => startTotp(locals.app, signedInOf(locals)));
    redirect(303, '/enrol');
  },
  confirm: (event) => add(event, (given) => confirmTotp(event.locals.app, signedInOf(event.locals), given)),
  passkey: (event) =>
    add(event, ({ passkey, ...given }) =>
      addPasskey(event.locals.app, signedInOf(event.locals), { ...given, answer: passkey }),
    ),
  later: async (event) => {
    const { app } = event.locals;
    keepCookie(event, await orErrorPage(() => postponeEnrolment(app, signedInOf(event.locals))));
    redirect(303, '/');
  },
};
