import type { AuthContext } from './auth-context.ts';
import { provideFactor, type FactorInput } from './factor/complete-sign-in.ts';
import type { SessionCookie } from './lucia-sessions.ts';
import { renewSession } from './open-session.ts';
import { checkOwnPassword } from './own-password.ts';
import { recordSignIn, type Peer } from './sign-in-events.ts';
import type { SignedIn } from './validate-session.ts';

/** What is given again: the password, a code or a passkey. */
export type Confirmation = { readonly password: string } | FactorInput;

/**
 * Confirms that it is still the person of the session; what was given counts as fresh for five minutes, under a new
 * session id.
 * @throws AppError PASSWORD_WRONG, CODE_WRONG, CODE_USED, PASSKEY_REFUSED (401), FACTOR_BLOCKED (429)
 */
export async function confirmPerson(
  auth: AuthContext,
  signedIn: SignedIn,
  { given, peer }: { given: Confirmation; peer: Peer },
): Promise<SessionCookie> {
  const { accountId, viewer } = signedIn;
  const personId = viewer.personId ?? '';
  const byPassword = 'password' in given;
  if (byPassword) await checkOwnPassword(auth, { accountId, password: given.password, peer });
  const kind = byPassword
    ? 'password'
    : await provideFactor(auth, { accountId, personId, factor: given, peer, use: 'confirm' });
  const now = auth.clock();
  return renewSession(auth, signedIn, byPassword ? { passwordAt: now } : { factorAt: now }, () => {
    const body = { accountId, with: kind };
    recordSignIn(auth.store, { kind: 'step-up.confirmed', accountId, body, actor: personId, peer });
  });
}
