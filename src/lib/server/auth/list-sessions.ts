import { authorise } from './authorise.ts';
import type { AuthContext } from './auth-context.ts';
import { endSessions } from './end-sessions.ts';
import { IDLE_MS } from './person-viewer.ts';
import type { SignedIn } from './validate-session.ts';

export interface SessionSummary {
  /** Names it in this list; nothing a browser could send as a session. */
  readonly id: string;
  readonly current: boolean;
  /** What the browser says of itself. */
  readonly userAgent: string;
  readonly address: string;
  readonly since: string;
  readonly lastUsed: string;
}

const ID_CHARACTERS = 16;

/** One's own sessions that are not over, the current one first, then the last used. */
export function listSessions(auth: AuthContext, { viewer, accountId, session }: SignedIn): SessionSummary[] {
  authorise(viewer, 'account.manage-own');
  const now = auth.clock();
  const iso = (ms: number) => new Date(ms).toISOString();
  return auth.store.sessions
    .listOf(accountId)
    .filter((row) => now < row.lastActiveAt + IDLE_MS && now < row.expiresAt * 1000)
    .toSorted(
      (a, b) =>
        Number(b.id === session.idHash) - Number(a.id === session.idHash) || b.lastActiveAt - a.lastActiveAt,
    )
    .map((row) => ({
      id: row.id.slice(0, ID_CHARACTERS),
      current: row.id === session.idHash,
      userAgent: row.userAgent,
      address: row.address,
      since: iso(row.createdAt),
      lastUsed: iso(row.lastActiveAt),
    }));
}

/** Ends one of one's own other sessions at once, or all of them (`all`); how many there were. */
export function revokeSessions(
  auth: AuthContext,
  { viewer, accountId, session }: SignedIn,
  which: string,
): number {
  authorise(viewer, 'account.manage-own');
  const { store } = auth;
  const actor = { personId: viewer.personId, via: viewer.via };
  return store.transaction(() => {
    if (which === 'all') {
      return endSessions(auth, { accountId, except: session.idHash, reason: 'by-person', actor });
    }
    const row = store.sessions
      .listOf(accountId)
      .find(({ id }) => id.startsWith(which) && id !== session.idHash);
    if (!row || which.length !== ID_CHARACTERS || !store.sessions.remove(row.id)) return 0;
    const body = { accountId, reason: 'by-person', count: 1 };
    const origin = { actor: viewer.personId, via: viewer.via };
    store.log.append({ kind: 'sessions.revoked', object: `account:${accountId}`, body, ...origin });
    return 1;
  });
}
