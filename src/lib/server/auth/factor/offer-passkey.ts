import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import type { Peer } from '../sign-in-events.ts';
import { countAddressAsk } from '../sign-in-limits.ts';
import { findStep } from '../step-token.ts';
import type { SignedIn } from '../validate-session.ts';
import { offerAuthentication } from './passkeys.ts';
import { stepExpired } from './step-expired.ts';

/**
 * What the browser needs to sign in by passkey: as second factor of a step, else alone.
 * @throws AppError STEP_EXPIRED (401), TOO_MANY_ATTEMPTS (429)
 */
export function offerSignIn(auth: AuthContext, { step, peer }: { step: string | null; peer: Peer }) {
  auth.store.transaction(() => countAddressAsk(auth.store, { address: peer.address, now: auth.clock() }));
  if (step === null) return offerAuthentication(auth, { use: 'sign-in', accountId: null });
  const found = findStep(auth, step);
  if (!found) throw stepExpired();
  return offerAuthentication(auth, { use: 'factor', accountId: found.accountId });
}

/** What the browser needs to confirm that it is still the person of the session. */
export function offerConfirmation(auth: AuthContext, { viewer, accountId }: SignedIn) {
  authorise(viewer, 'account.manage-own');
  return offerAuthentication(auth, { use: 'confirm', accountId });
}
