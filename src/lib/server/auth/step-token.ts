import { createHash, randomBytes } from 'node:crypto';
import type { AuthContext } from './auth-context.ts';
import type { SessionCookie } from './lucia-sessions.ts';

/** Cookie between the password and the second factor. It is no session: it opens the page that asks for the code. */
export const STEP_COOKIE = '__Host-pp_step';
export const STEP_PURPOSE = 'sign-in-factor';
const STEP_MS = 10 * 60_000;
const BYTES = 32;

/** What was shown before the second factor. */
export type FirstProof = 'password' | 'sso';

/** A new step token for an account, kept hashed, inside the caller's transaction; its earlier ones are void. */
export function issueStep(auth: AuthContext, accountId: string, first: FirstProof): SessionCookie {
  const { store } = auth;
  const now = auth.clock();
  const value = randomBytes(BYTES).toString('base64url');
  store.pendingSteps.removeExpired(now);
  store.pendingSteps.removeOf(accountId, STEP_PURPOSE);
  store.pendingSteps.insert({
    hash: hashStep(value),
    purpose: STEP_PURPOSE,
    accountId,
    detail: first,
    expiresAt: now + STEP_MS,
  });
  return stepCookie(value, STEP_MS / 1000);
}

/** Whose second factor a step token waits for; null when it is unknown, used or older than ten minutes. */
export function findStep(auth: AuthContext, token: string) {
  const row = auth.store.pendingSteps.find(hashStep(token), STEP_PURPOSE, auth.clock());
  const account = row?.accountId ? auth.store.people.account(row.accountId) : undefined;
  if (!row || !account || account.disabledAt !== null) return null;
  const first: FirstProof = row.detail === 'sso' ? 'sso' : 'password';
  return { hash: row.hash, accountId: account.id, personId: account.personId, first };
}

/** The cookie that makes the browser forget its step. */
export function blankStep(): SessionCookie {
  return stepCookie('', 0);
}

function hashStep(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function stepCookie(value: string, maxAge: number): SessionCookie {
  const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict', maxAge } as const;
  return { name: STEP_COOKIE, value, attributes };
}
