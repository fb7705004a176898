import type { AuthContext } from '../auth-context.ts';
import { findStep } from '../step-token.ts';

/** Which second factors a sign-in that waits for one could take; null when none waits. */
export function waitingFactors(
  auth: AuthContext,
  step: string,
): { readonly code: boolean; readonly passkey: boolean } | null {
  const found = findStep(auth, step);
  return found === null ? null : factorsAsked(auth, found.accountId);
}

/** Which second factors an account can show. Whoever has a passkey only may still type a recovery code. */
export function factorsAsked(
  { store }: Pick<AuthContext, 'store'>,
  accountId: string,
): { readonly code: boolean; readonly passkey: boolean } {
  return {
    code: store.factors.hasTotp(accountId) || store.factors.recoveryCodesLeft(accountId) > 0,
    passkey: store.factors.passkeysOf(accountId).length > 0,
  };
}
