import { AppError } from '#core/errors.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { AuthContext } from './auth-context.ts';
import type { SessionCookie } from './lucia-sessions.ts';
import { openSession } from './open-session.ts';
import { recordSignIn, type Peer } from './sign-in-events.ts';
import {
  admitAttempt,
  countFailure,
  forgiveAttempt,
  isFlooded,
  isLocked,
  tooManyAttempts,
} from './sign-in-limits.ts';
import type { Admission, SignInAttempt } from './sign-in-limits.ts';
import { issueStep } from './step-token.ts';
import { tellPerson } from './tell-person.ts';
import type { Viewer } from './viewer.ts';

export interface SignInInput extends Peer {
  readonly email: string;
  readonly password: string;
}

/** `viewer` null = the password was right and the second factor is asked for next, with the step's cookie. */
export interface SignInAnswer {
  readonly viewer: Viewer | null;
  readonly cookie: SessionCookie;
}

const MAX_PASSWORD_BYTES = 256;
/** What every sign-in takes longer while a flood of them fails. */
const SLOW_MS = 2000;

/**
 * Signs a person in, or goes on to the second factor where the account has one. A stranger cannot tell an unknown
 * user, a wrong password, a pause and a lock apart: the answer and the work are the same.
 * @throws AppError SIGN_IN_FAILED (401), TOO_MANY_ATTEMPTS (429, by address), TRY_LATER (503)
 */
export async function signIn(auth: AuthContext, input: SignInInput): Promise<SignInAnswer> {
  const { store, passwords } = auth;
  passwords.refuseWhenFull();
  const { address, userAgent } = input;
  const attempt = { username: normaliseUsername(input.email), address, userAgent, now: auth.clock() };
  const admission = store.transaction(() => admit(auth, attempt));
  if (admission.startsWith('address-blocked')) throw tooManyAttempts();
  if (isFlooded(store, attempt.now)) await auth.pause(SLOW_MS);

  const account = store.people.accountByUsername(attempt.username);
  const usable = account?.disabledAt === null && admission === 'admitted' ? account : undefined;
  // Work is bounded also for what no account can have.
  const password = Buffer.byteLength(input.password) <= MAX_PASSWORD_BYTES ? input.password : '';
  const right = await passwords.verify(usable?.passwordHash ?? null, password);
  if (!usable || !right) {
    const failure = { accountId: account?.id ?? null, reason: admission };
    store.transaction(() => recordFailure(auth, attempt, failure));
    if (usable) tellIfLocked(auth, attempt, usable);
    throw signInFailed();
  }
  if (store.factors.any(usable.id)) {
    return { viewer: null, cookie: store.transaction(() => goOn(auth, usable.id, attempt)) };
  }
  const opening = {
    accountId: usable.id,
    personId: usable.personId,
    proof: 'password',
    peer: input,
  } as const;
  return openSession(auth, opening, () => forgiveAttempt(store, attempt));
}

/** The failure that locks an account is told to its person, who may be under attack. */
function tellIfLocked(auth: AuthContext, attempt: SignInAttempt & Peer, account: AccountRow): void {
  const { store } = auth;
  if (!isLocked(store, attempt)) return;
  const body = { accountId: account.id };
  const event = { kind: 'account.locked', accountId: account.id, body, actor: null, peer: attempt };
  store.transaction(() => recordSignIn(store, event));
  tellPerson(auth, account.personId, {
    subject: 'Your Patchproof account is locked for 30 minutes',
    text: [
      'Ten sign-ins in a row failed. The account opens again by itself in 30 minutes; an administrator can open it now.',
      'If it was not you, tell your administrator: somebody may be guessing your password.',
    ],
  });
}

/** Told once a minute at most, to every administrator, in the transaction that counted. */
function alertOfFlood(auth: AuthContext): void {
  const { store } = auth;
  store.log.append({ kind: 'sign-in.flood', object: 'account', body: {}, actor: null, via: 'system' });
  const text = ['200 sign-ins failed within a minute. All sign-ins are slowed down for the rest of it.'];
  const administrators = new Set(store.people.activeHolders(['administrator']).map((one) => one.personId));
  for (const personId of administrators) {
    tellPerson(auth, personId, { subject: 'Patchproof: many sign-ins fail', text });
  }
}

function goOn(auth: AuthContext, accountId: string, attempt: SignInAttempt): SessionCookie {
  forgiveAttempt(auth.store, attempt);
  return issueStep(auth, accountId, 'password');
}

/** How user names are compared: NFC, lower case, without spaces around. */
export function normaliseUsername(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}

function admit(auth: AuthContext, attempt: SignInAttempt & Peer): Admission {
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
  attempt: SignInAttempt & Peer,
  failure: { accountId: string | null; reason: Admission },
): void {
  const reason = failure.reason === 'admitted' ? 'wrong-credentials' : failure.reason;
  const { accountId } = failure;
  recordSignIn(auth.store, {
    kind: 'sign-in.failed',
    accountId,
    body: { accountId, reason },
    actor: null,
    peer: attempt,
  });
  if (countFailure(auth.store, attempt.now)) alertOfFlood(auth);
}

function signInFailed(): AppError {
  return new AppError({
    code: 'SIGN_IN_FAILED',
    message: 'That e-mail address and password do not sign in.',
    remedy: 'Check both. After several failures sign-in pauses, up to 30 minutes.',
    status: 401,
  });
}
