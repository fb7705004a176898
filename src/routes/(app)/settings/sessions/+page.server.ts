import { redirect } from '@sveltejs/kit';
import { listSessions, revokeSessions } from '#lib/server/auth/list-sessions.ts';
import { signedInOf } from '#lib/server/auth/viewer-of.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  sessions: await orErrorPage(() => listSessions(locals.app, signedInOf(locals))),
  now: locals.app.clock(),
});

export const actions: Actions = {
  revoke: async ({ locals, request }) => {
    const which = (await request.formData()).get('which');
    if (typeof which === 'string') {
      await orErrorPage(() => revokeSessions(locals.app, signedInOf(locals), which));
    }
    redirect(303, '/settings/sessions');
  },
};
