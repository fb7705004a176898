import { issueSetupLink, needsSetup } from '#lib/server/auth/setup-link.ts';
import { requireControl } from '#lib/server/http/control-token.ts';
import type { RequestHandler } from './$types';

/** Whether set-up is still to be done, for the command line on this machine. */
export const GET: RequestHandler = ({ locals: { app }, request, getClientAddress }) => {
  requireControl(app, request.headers, getClientAddress());
  return Response.json({ needsSetup: needsSetup(app.store) });
};

/** A new one-time link for the first administrator; earlier ones are void from now on. */
export const POST: RequestHandler = ({ locals: { app }, request, getClientAddress }) => {
  requireControl(app, request.headers, getClientAddress());
  const { token, expiresAt } = issueSetupLink(app, { actor: null, via: 'cli' });
  const link = `${app.config.origin}/setup/${token}`;
  return Response.json({ link, expiresAt: new Date(expiresAt).toISOString() });
};
