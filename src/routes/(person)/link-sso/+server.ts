import { redirect } from '@sveltejs/kit';
import { beginSsoLink } from '#lib/server/auth/sso/begin-sso.ts';
import { signedInOf } from '#lib/server/auth/viewer-of.ts';
import { goOnPage } from '#lib/server/http/go-on-page.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { RequestHandler } from './$types';

/** The page that asks for a factor comes back here by GET: the person then presses the button again. */
export const POST: RequestHandler = async ({ locals, cookies }) => {
  const { location, cookie } = await orErrorPage(() => beginSsoLink(locals.app, signedInOf(locals)));
  cookies.set(cookie.name, cookie.value, cookie.attributes);
  return goOnPage(location);
};

export const GET: RequestHandler = () => redirect(303, '/settings/account');
