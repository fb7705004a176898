import { redirect } from '@sveltejs/kit';
import { isAppError } from '#core/errors.ts';
import { safeNext } from '#lib/components/links.ts';
import { signInByPasskey } from '#lib/server/auth/factor/complete-sign-in.ts';
import { peerOf } from '../../../peer.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const { locals, request, cookies, url } = event;
  const passkey = (await request.formData()).get('passkey');
  const next = safeNext(url.searchParams.get('next'));
  try {
    const input = { passkey: typeof passkey === 'string' ? passkey : '', peer: peerOf(event) };
    const { name, value, attributes } = await signInByPasskey(locals.app, input);
    cookies.set(name, value, attributes);
  } catch (error) {
    if (!isAppError(error)) throw error;
    redirect(303, `/sign-in?${new URLSearchParams({ refused: error.code, next })}`);
  }
  redirect(303, next);
};
