import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getLogEvent } from '#lib/server/evidence/get-log-event.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const seq = /^\d{1,15}$/.test(params.seq) ? Number(params.seq) : 0;
  return { event: await orErrorPage(() => getLogEvent(locals.app, viewerOf(locals), { seq })) };
};
