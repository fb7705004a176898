import { redirect } from '@sveltejs/kit';
import { isAppError } from '#core/errors.ts';
import { safeNext } from '#lib/components/links.ts';
import { beginSso, type SsoStart } from '#lib/server/auth/sso/begin-sso.ts';
import { goOnPage } from '#lib/server/http/go-on-page.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, url, cookies, getClientAddress }) => {
  const next = safeNext(url.searchParams.get('next'));
  let start: SsoStart;
  try {
    start = await beginSso(locals.app, { address: getClientAddress(), next });
  } catch (error) {
    if (!isAppError(error)) throw error;
    redirect(303, `/sign-in?${new URLSearchParams({ refused: error.code, next })}`);
  }
  cookies.set(start.cookie.name, start.cookie.value, start.cookie.attributes);
  return goOnPage(start.location);
};
