import type { AuthContext } from './auth-context.ts';
import { hashSessionId, type SessionCookie } from './lucia-sessions.ts';

/** Ends a session at once; an unknown one changes nothing. Returns the cookie that clears the browser's. */
export async function signOut(auth: AuthContext, sessionId: string): Promise<SessionCookie> {
  const { store } = auth;
  const found = await auth.sessions.find(sessionId);
  store.transaction(() => {
    if (!found || !store.sessions.remove(hashSessionId(sessionId))) return;
    store.log.append({
      kind: 'signed-out',
      object: `account:${found.accountId}`,
      body: { accountId: found.accountId },
      actor: found.personId,
      via: 'web',
    });
  });
  return auth.sessions.blankCookie();
}
