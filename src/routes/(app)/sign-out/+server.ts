import { redirect } from '@sveltejs/kit';
import { SESSION_COOKIE } from '#lib/server/auth/lucia-sessions.ts';
import { signOut } from '#lib/server/auth/sign-out.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, cookies }) => {
  const blank = await signOut(locals.app, cookies.get(SESSION_COOKIE) ?? '');
  cookies.set(blank.name, blank.value, blank.attributes);
  redirect(303, '/sign-in');
};
