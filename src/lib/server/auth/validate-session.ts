import type { AuthContext } from './auth-context.ts';
import { absoluteLifetime, IDLE_MS, personViewer } from './person-viewer.ts';
import type { Viewer } from './viewer.ts';

export interface SignedIn {
  readonly viewer: Viewer;
  readonly accountId: string;
  readonly session: {
    readonly idHash: string;
    readonly createdAt: number;
    /** When it ends for certain, and when it ends without another action; ms since 1970. */
    readonly expiresAt: number;
    readonly idleAt: number;
  };
}

const TOUCH_EVERY_MS = 60_000;

/**
 * Who a session id belongs to, or null: unknown, idle for 15 minutes, past its absolute end, or the account
 * disabled. `polling` requests are answered but do not keep the session alive.
 */
export async function validateSession(
  auth: AuthContext,
  sessionId: string,
  activity: 'person' | 'polling' = 'person',
): Promise<SignedIn | null> {
  const found = await auth.sessions.find(sessionId);
  if (!found || found.disabledAt !== null) return null;
  const now = auth.clock();
  const viewer = personViewer(auth.store, found.personId, 'web');
  const expiresAt = found.createdAt + absoluteLifetime(viewer);
  if (now >= expiresAt || now >= found.lastActiveAt + IDLE_MS) return null;
  // A clock set back must not stretch a session.
  const touches = activity === 'person' && now - found.lastActiveAt >= TOUCH_EVERY_MS;
  if (touches) auth.store.sessions.touch(found.idHash, now);
  const idleAt = (touches ? now : found.lastActiveAt) + IDLE_MS;
  const { idHash, createdAt, accountId } = found;
  return { viewer, accountId, session: { idHash, createdAt, expiresAt, idleAt } };
}
