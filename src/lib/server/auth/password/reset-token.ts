import { createHash, randomBytes } from 'node:crypto';
import type { AuthContext } from '../auth-context.ts';

export const RESET_PURPOSE = 'password-reset';
const BYTES = 32;

/**
 * A new link that sets a password once, inside the caller's transaction; earlier ones of the account are void. Its
 * address is the configured one, whatever a request called this server.
 */
export function issueReset(auth: AuthContext, accountId: string, lastsMs: number): string {
  const { store } = auth;
  const now = auth.clock();
  const token = randomBytes(BYTES).toString('base64url');
  store.pendingSteps.removeExpired(now);
  store.pendingSteps.removeOf(accountId, RESET_PURPOSE);
  store.pendingSteps.insert({
    hash: hashReset(token),
    purpose: RESET_PURPOSE,
    accountId,
    detail: '',
    expiresAt: now + lastsMs,
  });
  return `${auth.origin}/reset/${token}`;
}

/** Whose password a link sets; null when it is unknown, used, replaced or too old. */
export function findReset(auth: AuthContext, token: string) {
  const row = auth.store.pendingSteps.find(hashReset(token), RESET_PURPOSE, auth.clock());
  const account = row?.accountId ? auth.store.people.account(row.accountId) : undefined;
  return row && account && account.disabledAt === null ? { hash: row.hash, account } : null;
}

function hashReset(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
