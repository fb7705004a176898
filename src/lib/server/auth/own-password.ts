import { AppError } from '#core/errors.ts';
import type { AuthContext } from './auth-context.ts';
import { recordSignIn, type Peer } from './sign-in-events.ts';
import { admitAttempt, forgiveAttempt } from './sign-in-limits.ts';

const MAX_PASSWORD_BYTES = 256;

/**
 * Checks the password of a person who is signed in, under the limits of signing in: a session left open is no way to
 * guess it.
 * @throws AppError PASSWORD_WRONG (401), TRY_LATER (503)
 */
export async function checkOwnPassword(
  auth: AuthContext,
  { accountId, password, peer }: { accountId: string; password: string; peer: Peer },
): Promise<void> {
  const { store, passwords } = auth;
  passwords.refuseWhenFull();
  const account = store.people.account(accountId);
  if (!account) throw passwordWrong();
  const attempt = { username: account.username, address: peer.address, now: auth.clock() };
  const admission = store.transaction(() => admitAttempt(store, attempt));
  const hash = admission === 'admitted' ? account.passwordHash : null;
  const bounded = Buffer.byteLength(password) <= MAX_PASSWORD_BYTES ? password : '';
  if (await passwords.verify(hash, bounded)) {
    store.transaction(() => forgiveAttempt(store, attempt));
    return;
  }
  const reason = admission === 'admitted' ? 'wrong-password' : admission;
  const failure = { kind: 'step-up.failed', accountId, body: { accountId, reason }, peer };
  store.transaction(() => recordSignIn(store, { ...failure, actor: account.personId }));
  throw passwordWrong();
}

function passwordWrong(): AppError {
  return new AppError({
    code: 'PASSWORD_WRONG',
    message: 'That is not your password.',
    remedy: 'Type it again. After several failures it pauses, up to 30 minutes.',
    status: 401,
    where: { field: 'current' },
  });
}
