import { redirect } from '@sveltejs/kit';
import { safeNext } from '#lib/components/links.ts';
import { readTheme } from '#lib/components/shell.ts';
import type { RequestHandler } from './$types';

const YEAR_SECONDS = 31_536_000;

export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData();
  const [theme, back] = [form.get('theme'), form.get('back')];
  cookies.set('pp_theme', readTheme(typeof theme === 'string' ? theme : undefined), {
    path: '/',
    maxAge: YEAR_SECONDS,
    sameSite: 'lax',
    httpOnly: true,
    secure: url.protocol === 'https:',
  });
  redirect(303, safeNext(typeof back === 'string' ? back : null));
};
