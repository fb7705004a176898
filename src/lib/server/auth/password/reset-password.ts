import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import { recordSignIn, type Peer } from '../sign-in-events.ts';
import { normaliseUsername } from '../sign-in.ts';
import { admitWithin, forgiveAttempt } from '../sign-in-limits.ts';
import { tellPerson } from '../tell-person.ts';
import { findReset, issueReset } from './reset-token.ts';
import { hashNewPassword, keepPassword } from './set-password.ts';

const RESET_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
const PER_ACCOUNT = 3;
const PER_ADDRESS = 10;

/**
 * Sends the link that sets a new password to the address of an account. A stranger learns nothing: the answer is the
 * same for an unknown address, and the mail is sent after it.
 * @throws AppError TOO_MANY_ATTEMPTS (429, by address)
 */
export function requestReset(auth: AuthContext, { email, peer }: { email: string; peer: Peer }): void {
  const { store } = auth;
  const now = auth.clock();
  const account = store.people.accountByUsername(normaliseUsername(email));
  const link = store.transaction(() => {
    admitWithin(store, { key: 'reset-from', of: peer.address, most: PER_ADDRESS, windowMs: HOUR_MS, now });
    if (!account || account.disabledAt !== null || auth.mailer.settings() === null) return null;
    if (!isWithin(auth, account.id, now)) return null;
    const body = { accountId: account.id, by: 'mail' };
    const event = { kind: 'password-reset.issued', accountId: account.id, body, actor: null, peer };
    recordSignIn(store, event);
    return issueReset(auth, account.id, RESET_MS);
  });
  if (link === null || !account) return;
  tellPerson(auth, account.personId, {
    subject: 'Set a new Patchproof password',
    text: [
      'Somebody, probably you, asked to set a new password for your Patchproof account.',
      `Open this link within 15 minutes; it works once:\n\n${link}`,
      'Your second factor stays as it is. If it was not you, do nothing: your password stays.',
    ],
  });
}

/** Whether a link still works: for showing the form or the reason why not. */
export function isResetUsable(auth: AuthContext, token: string): boolean {
  return findReset(auth, token) !== null;
}

/**
 * Sets the password that a link allows, once. Every session ends, a pause or lock with them; the second factor stays.
 * @throws AppError RESET_LINK_INVALID (403), PASSWORD_REFUSED (400), TRY_LATER (503)
 */
export async function completeReset(
  auth: AuthContext,
  { token, password, peer }: { token: string; password: string; peer: Peer },
): Promise<void> {
  const { store } = auth;
  auth.passwords.refuseWhenFull();
  const found = findReset(auth, token);
  if (!found) throw linkInvalid();
  const { id: accountId, personId, username } = found.account;
  const passwordHash = await hashNewPassword(auth, { accountId, password });
  store.transaction(() => {
    // Looked at again: hashing took a while, and the link works once.
    if (!findReset(auth, token)) throw linkInvalid();
    keepPassword(auth, accountId, passwordHash);
    const body = { accountId, by: 'reset-link' };
    recordSignIn(store, { kind: 'password.changed', accountId, body, actor: personId, peer });
    const actor = { personId, via: 'web' } as const;
    endSessions(auth, { accountId, except: null, reason: 'password-changed', actor });
    forgiveAttempt(store, { username, address: peer.address, now: auth.clock() });
  });
  tellPerson(auth, personId, {
    subject: 'Your Patchproof password was changed',
    text: [
      'The password of your Patchproof account was set by a reset link.',
      'If it was not you, tell your administrator now.',
    ],
  });
}

function isWithin(auth: AuthContext, accountId: string, now: number): boolean {
  try {
    admitWithin(auth.store, { key: 'reset-of', of: accountId, most: PER_ACCOUNT, windowMs: HOUR_MS, now });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOO_MANY_ATTEMPTS') return false;
    throw error;
  }
}

function linkInvalid(): AppError {
  return new AppError({
    code: 'RESET_LINK_INVALID',
    message: 'This link does not work any more.',
    remedy: 'Ask for a new one on the sign-in page.',
    status: 403,
  });
}
