import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import type { SessionCookie } from '../lucia-sessions.ts';
import { openSession, type Proof } from '../open-session.ts';
import { recordSignIn, type Peer } from '../sign-in-events.ts';
import { countAddressFailure } from '../sign-in-limits.ts';
import { findStep } from '../step-token.ts';
import { checkCode } from './check-code.ts';
import { acceptPasskey } from './passkeys.ts';
import { stepExpired } from './step-expired.ts';

/** Either the code that was typed, or what the browser answered for a passkey. */
export type FactorInput = { readonly code: string } | { readonly passkey: string };

/**
 * The second half of signing in: a code or passkey, with the step token that the password gave.
 * @throws AppError STEP_EXPIRED (401), and those of `checkCode` and `acceptPasskey`
 */
export async function completeSignIn(
  auth: AuthContext,
  { step: token, factor, peer }: { step: string; factor: FactorInput; peer: Peer },
): Promise<SessionCookie> {
  const step = findStep(auth, token);
  if (!step) throw stepExpired();
  const kind = await provideFactor(auth, { ...step, factor, peer, use: 'factor' });
  const proof: Proof = step.first === 'sso' ? 'sso+factor' : `password+${kind}`;
  const { cookie } = await openSession(auth, { ...step, proof, peer }, () => {
    // Of two requests with one step token one opens a session.
    if (!auth.store.pendingSteps.remove(step.hash)) throw stepExpired();
  });
  return cookie;
}

/**
 * Signs in by a passkey alone, which shows the device and who holds it.
 * @throws AppError PASSKEY_REFUSED (401), TOO_MANY_ATTEMPTS (429)
 */
export async function signInByPasskey(
  auth: AuthContext,
  { passkey, peer }: { passkey: string; peer: Peer },
): Promise<SessionCookie> {
  const { store } = auth;
  store.transaction(() => countAddressFailure(store, { address: peer.address, now: auth.clock() }));
  const row = await acceptPasskey(auth, { use: 'sign-in', accountId: null, answer: passkey }).catch(
    (error: unknown) => {
      const body = { accountId: null, reason: 'passkey' };
      const failure = { kind: 'sign-in.failed', accountId: null, body, actor: null, peer };
      store.transaction(() => recordSignIn(store, failure));
      throw error;
    },
  );
  const account = store.people.account(row.accountId);
  if (!account || account.disabledAt !== null) throw accountClosed();
  const opening = { accountId: account.id, personId: account.personId, proof: 'passkey', peer } as const;
  return (await openSession(auth, opening)).cookie;
}

/** Takes a code or passkey of an account; how it was shown. @throws AppError those of `checkCode`, `acceptPasskey` */
export async function provideFactor(
  auth: AuthContext,
  input: { accountId: string; personId: string; factor: FactorInput; peer: Peer; use: 'factor' | 'confirm' },
): Promise<'totp' | 'recovery-code' | 'passkey'> {
  const { accountId, personId, factor, peer, use } = input;
  if ('code' in factor) return checkCode(auth, { accountId, personId, code: factor.code, peer });
  try {
    await acceptPasskey(auth, { use, accountId, answer: factor.passkey });
    return 'passkey';
  } catch (error) {
    const body = { accountId, reason: 'passkey' };
    const failure = { kind: 'factor.failed', accountId, body, actor: personId, peer };
    auth.store.transaction(() => recordSignIn(auth.store, failure));
    throw error;
  }
}

function accountClosed(): AppError {
  return new AppError({
    code: 'PASSKEY_REFUSED',
    message: 'The passkey was not accepted.',
    remedy: 'Try again, or use another way to sign in.',
    status: 401,
  });
}
