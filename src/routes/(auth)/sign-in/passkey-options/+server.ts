import { json } from '@sveltejs/kit';
import { offerSignIn } from '#lib/server/auth/factor/offer-passkey.ts';
import { STEP_COOKIE } from '#lib/server/auth/step-token.ts';
import { peerOf } from '../../../peer.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const step = event.url.searchParams.has('step') ? (event.cookies.get(STEP_COOKIE) ?? '') : null;
  return json(await offerSignIn(event.locals.app, { step, peer: peerOf(event) }));
};
