import type { RequestHandler } from './$types';

/** Whether the server can answer, and nothing more: strangers may ask. */
export const GET: RequestHandler = ({ locals }) => {
  locals.app.store.log.head();
  return Response.json({ status: 'ok' });
};
