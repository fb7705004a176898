import type { AuthContext } from './auth-context.ts';
import type { SessionDraft } from './lucia-sessions.ts';
import { absoluteLifetime, IDLE_MS } from './person-viewer.ts';
import type { Viewer } from './viewer.ts';

const MAX_SESSIONS = 5;
const USER_AGENT_CHARACTERS = 120;

/** A session for that person, to be stored with `storeSession`. */
export function draftSession(
  auth: AuthContext,
  input: { accountId: string; viewer: Viewer; userAgent: string },
): Promise<SessionDraft> {
  return auth.sessions.draft({
    accountId: input.accountId,
    now: auth.clock(),
    lastsMs: absoluteLifetime(input.viewer),
    userAgent: input.userAgent.slice(0, USER_AGENT_CHARACTERS),
  });
}

/** Stores a session inside the caller's transaction, with its event; the sixth oldest of a person ends. */
export function storeSession(
  auth: AuthContext,
  draft: SessionDraft,
  input: { personId: string; from: string },
): void {
  const { store } = auth;
  const now = auth.clock();
  const accountId = draft.row.userId;
  store.log.append({
    kind: 'sign-in.succeeded',
    object: `account:${accountId}`,
    body: { accountId, from: input.from },
    actor: input.personId,
    via: 'web',
  });
  store.sessions.removeExpired(now, now - IDLE_MS);
  store.sessions.removeOldest(accountId, MAX_SESSIONS - 1);
  store.sessions.insert(draft.row);
}
