import type { RequestEvent } from '@sveltejs/kit';
import type { SessionCookie } from '#lib/server/auth/lucia-sessions.ts';
import type { Peer } from '#lib/server/auth/sign-in-events.ts';

/** Who asks: the address as the server judged it, and what the browser says of itself. */
export function peerOf({
  request,
  getClientAddress,
}: Pick<RequestEvent, 'request' | 'getClientAddress'>): Peer {
  return { address: getClientAddress(), userAgent: request.headers.get('user-agent') ?? '' };
}

/** Hands the browser a cookie of the session. */
export function keepCookie({ cookies }: Pick<RequestEvent, 'cookies'>, cookie: SessionCookie): void {
  cookies.set(cookie.name, cookie.value, cookie.attributes);
}
