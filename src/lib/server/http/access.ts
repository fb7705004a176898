import type { RequestFailure } from './request-failure.ts';

declare global {
  namespace App {
    interface Locals {
      /** Set when something failed: how the answer tells it. */
      failure: RequestFailure | null;
    }
  }
}

/** Header of requests that a page makes by itself; they keep no session alive. */
const BACKGROUND_HEADER = 'x-pp-background';

const PUBLIC_API = new Set(['/api/v1/health', '/api/v1/control/setup-link']);

/** Routes that a stranger may reach: signing in, set-up, and whether the server is up. null = no such route. */
export function isPublicRoute(routeId: string | null): boolean {
  return routeId === null || routeId.startsWith('/(auth)') || PUBLIC_API.has(routeId);
}

const WITHOUT_FACTOR = new Set([
  '/(person)/enrol',
  '/(person)/passkey-options',
  '/(app)/sign-out',
  '/(app)/theme',
]);

/** What a person whose second factor is due may still do: add it, leave, and choose how the page looks. */
export function opensWithoutFactor(routeId: string | null): boolean {
  return routeId !== null && WITHOUT_FACTOR.has(routeId);
}

/** True for what a page asks for by itself: refreshes and event streams. */
export function isPolling(headers: Headers): boolean {
  return (
    headers.get(BACKGROUND_HEADER) === '1' || headers.get('accept')?.startsWith('text/event-stream') === true
  );
}
