import type { AuthContext } from './auth-context.ts';
import type { FoundSession } from './lucia-sessions.ts';
import { absoluteLifetime, IDLE_MS, personViewer, rolesDigest } from './person-viewer.ts';
import { FRESH_MS } from './step-up.ts';
import type { Freshness, Viewer } from './viewer.ts';

/**
 * Whether the account has a second factor: `enrolled`; `due` = nothing else is answered before it has; `postponed` =
 * put off by the first administrator; `exempt` = a demo.
 */
export type Enrolment = 'enrolled' | 'due' | 'postponed' | 'exempt';

export interface SignedIn {
  readonly viewer: Viewer;
  readonly accountId: string;
  readonly session: {
    readonly idHash: string;
    readonly createdAt: number;
    /** When it ends for certain, and when it ends without another action; ms since 1970. */
    readonly expiresAt: number;
    readonly idleAt: number;
    readonly enrolment: Enrolment;
    /** Until when enrolment may be put off; null = not at all. */
    readonly factorDueAt: number | null;
  };
}

const TOUCH_EVERY_MS = 60_000;

/**
 * Who a session id belongs to, or null: unknown, idle for 15 minutes, past its absolute end, the account disabled, or
 * its roles no longer those it was opened with. `polling` requests are answered but do not keep the session alive.
 */
export async function validateSession(
  auth: AuthContext,
  sessionId: string,
  activity: 'person' | 'polling' = 'person',
): Promise<SignedIn | null> {
  const found = await auth.sessions.find(sessionId);
  if (!found || found.disabledAt !== null) return null;
  const now = auth.clock();
  const person = personViewer(auth, found.personId, 'web');
  if (found.rolesDigest !== rolesDigest(auth.store.people.held(found.personId))) return null;
  const expiresAt = found.createdAt + absoluteLifetime(person);
  if (now >= expiresAt || now >= found.lastActiveAt + IDLE_MS) return null;
  // A clock set back must not stretch a session.
  const touches = activity === 'person' && now - found.lastActiveAt >= TOUCH_EVERY_MS;
  if (touches) auth.store.sessions.touch(found.idHash, now);
  const idleAt = (touches ? now : found.lastActiveAt) + IDLE_MS;
  const { idHash, createdAt, accountId, factorDueAt } = found;
  const enrolment = enrolmentOf(auth, found, now);
  const viewer = { ...person, fresh: freshness(found, enrolment, now) };
  return { viewer, accountId, session: { idHash, createdAt, expiresAt, idleAt, enrolment, factorDueAt } };
}

function enrolmentOf({ store }: AuthContext, found: FoundSession, now: number): Enrolment {
  // A factor of single sign-on counts for its session.
  if (found.factorAt !== null || store.factors.any(found.accountId)) return 'enrolled';
  if (store.settings.get('demo') !== null) return 'exempt';
  const mayWait = found.factorDueAt !== null && now < found.factorDueAt;
  return mayWait && found.postponedAt !== null ? 'postponed' : 'due';
}

/** Without a second factor nothing is fresh; in a demo the password stands for it. */
function freshness(found: FoundSession, enrolment: Enrolment, now: number): Freshness {
  const lately = (at: number | null) => at !== null && now >= at && now - at <= FRESH_MS;
  if (enrolment === 'exempt') return lately(found.passwordAt) ? 'factor' : 'none';
  if (enrolment !== 'enrolled') return 'none';
  if (lately(found.factorAt)) return 'factor';
  return lately(found.passwordAt) ? 'password' : 'none';
}
