import { AppError } from '#core/errors.ts';
import type { AuthContext } from './auth-context.ts';
import type { SessionCookie } from './lucia-sessions.ts';
import { draftSession, storeSession } from './open-session.ts';
import { personViewer } from './person-viewer.ts';
import { admitAttempt, forgiveAttempt, type Admission, type SignInAttempt } from './sign-in-limits.ts';
import type { Viewer } from './viewer.ts';

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** The peer's address as the server knows it, not as a header claims. */
  readonly address: string;
  readonly userAgent: string;
}

const MAX_PASSWORD_BYTES = 256;

/**
 * Signs a person in. A stranger cannot tell an unknown user, a wrong password, a pause and a lock apart: the
 * answer and the work are the same.
 * @throws AppError SIGN_IN_FAILED (401), TOO_MANY_ATTEMPTS (429, by address), TRY_LATER (503)
 */
export async function signIn(
  auth: AuthContext,
  input: SignInInput,
): Promise<{ viewer: Viewer; cookie: SessionCookie }> {
  const { store, passwords } = auth;
  passwords.refuseWhenFull();
  const attempt = { username: normaliseUsername(input.email), address: input.address, now: auth.clock() };
  const admission = store.transaction(() => admit(auth, attempt));
  if (admission.startsWith('address-blocked')) throw tooManyAttempts();

  const account = store.people.accountByUsername(attempt.username);
  const usable = account?.disabledAt === null && admission === 'admitted' ? account : undefined;
  // Work is bounded also for what no account can have.
  const password = Buffer.byteLength(input.password) <= MAX_PASSWORD_BYTES ? input.password : '';
  const right = await passwords.verify(usable?.passwordHash ?? null, password);
  if (!usable || !right) {
    store.transaction(() =>
      recordFailure(auth, attempt, { accountId: account?.id ?? null, reason: admission }),
    );
    throw signInFailed();
  }
  const viewer = personViewer(store, usable.personId, 'web');
  const draft = await draftSession(auth, { accountId: usable.id, viewer, userAgent: input.userAgent });
  store.transaction(() => {
    forgiveAttempt(store, attempt);
    storeSession(auth, draft, { personId: usable.personId, from: input.address });
  });
  return { viewer, cookie: draft.cookie };
}

/** How user names are compared: NFC, lower case, without spaces around. */
export function normaliseUsername(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}

function admit(auth: AuthContext, attempt: SignInAttempt): Admission {
  const admission = admitAttempt(auth.store, attempt);
  // Once per window: a blocked address must not be able to fill the log.
  if (admission === 'address-blocked-now') {
    recordFailure(auth, attempt, { accountId: null, reason: 'address-blocked' });
  }
  return admission;
}

/** What was typed as user name stays out of the log. */
function recordFailure(
  auth: AuthContext,
  attempt: SignInAttempt,
  failure: { accountId: string | null; reason: Admission },
): void {
  const reason = failure.reason === 'admitted' ? 'wrong-credentials' : failure.reason;
  auth.store.log.append({
    kind: 'sign-in.failed',
    object: failure.accountId === null ? 'account' : `account:${failure.accountId}`,
    body: { accountId: failure.accountId, reason, from: attempt.address },
    actor: null,
    via: 'web',
  });
}

function signInFailed(): AppError {
  return new AppError({
    code: 'SIGN_IN_FAILED',
    message: 'That e-mail address and password do not sign in.',
    remedy: 'Check both. After several failures sign-in pauses, up to 30 minutes.',
    status: 401,
  });
}

function tooManyAttempts(): AppError {
  return new AppError({
    code: 'TOO_MANY_ATTEMPTS',
    message: 'Too many failed sign-ins from your address.',
    remedy: 'Wait ten minutes.',
    status: 429,
  });
}
