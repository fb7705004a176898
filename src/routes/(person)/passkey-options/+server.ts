import { json } from '@sveltejs/kit';
import { offerPasskey } from '#lib/server/auth/factor/manage-factors.ts';
import { offerConfirmation } from '#lib/server/auth/factor/offer-passkey.ts';
import { signedInOf } from '#lib/server/auth/viewer-of.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, url }) => {
  const offer = url.searchParams.get('for') === 'register' ? offerPasskey : offerConfirmation;
  return json(await offer(locals.app, signedInOf(locals)));
};
