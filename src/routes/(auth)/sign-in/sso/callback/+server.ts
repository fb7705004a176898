import { isAppError } from '#core/errors.ts';
import { SSO_COOKIE, ssoCookie } from '#lib/server/auth/sso/begin-sso.ts';
import { completeSso, type SsoEnd } from '#lib/server/auth/sso/complete-sso.ts';
import { goOnPage } from '#lib/server/http/go-on-page.ts';
import { peerOf } from '../../../../peer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { locals, url, cookies } = event;
  const token = cookies.get(SSO_COOKIE) ?? '';
  const blank = ssoCookie('');
  cookies.set(blank.name, blank.value, blank.attributes);
  let end: SsoEnd;
  try {
    end = await completeSso(locals.app, { token, search: url.search, peer: peerOf(event) });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return goOnPage(`/sign-in?${new URLSearchParams({ refused: error.code })}`);
  }
  if (end.cookie) cookies.set(end.cookie.name, end.cookie.value, end.cookie.attributes);
  return goOnPage(end.next);
};
