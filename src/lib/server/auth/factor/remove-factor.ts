import { AppError } from '#core/errors.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import type { SessionCookie } from '../lucia-sessions.ts';
import { renewSession } from '../open-session.ts';
import { checkOwnPassword } from '../own-password.ts';
import { recordSignIn, type Peer } from '../sign-in-events.ts';
import type { SignedIn } from '../validate-session.ts';
import { provideFactor, type FactorInput } from './complete-sign-in.ts';

export interface RemoveInput {
  /** `totp`, or the id of a passkey. */
  readonly which: string;
  readonly password: string;
  readonly factor: FactorInput;
  readonly peer: Peer;
}

/**
 * Removes one of one's own factors, with password and a factor at once. Without another one the account has to add
 * one before anything else. Other sessions end.
 * @throws AppError FACTOR_UNKNOWN (404), PASSWORD_WRONG, CODE_WRONG, CODE_USED, PASSKEY_REFUSED (401)
 */
export async function removeFactor(
  auth: AuthContext,
  signedIn: SignedIn,
  { which, password, factor, peer }: RemoveInput,
): Promise<SessionCookie> {
  const { accountId, viewer, session } = signedIn;
  authorise(viewer, 'account.manage-own');
  const { factors } = auth.store;
  const isThere = which === 'totp' ? factors.hasTotp(accountId) : isOwn(auth, accountId, which);
  if (!isThere) throw unknownFactor();
  await checkOwnPassword(auth, { accountId, password, peer });
  const personId = viewer.personId ?? '';
  await provideFactor(auth, { accountId, personId, factor, peer, use: 'confirm' });
  const now = auth.clock();
  return renewSession(auth, signedIn, { passwordAt: now, factorAt: null }, () => {
    const removed =
      which === 'totp' ? factors.removeTotp(accountId) : factors.removePasskey(accountId, which);
    if (!removed) throw unknownFactor();
    if (!factors.any(accountId)) factors.removeAll(accountId);
    const body = { accountId, factor: which === 'totp' ? 'totp' : 'passkey' };
    recordSignIn(auth.store, { kind: 'factor.removed', accountId, body, actor: personId, peer });
    endSessions(auth, { accountId, except: session.idHash, reason: 'factor-changed', actor: viewer });
  });
}

function isOwn(auth: AuthContext, accountId: string, id: string): boolean {
  return auth.store.factors.passkey(id)?.accountId === accountId;
}

function unknownFactor(): AppError {
  return new AppError({
    code: 'FACTOR_UNKNOWN',
    message: 'There is no such factor.',
    remedy: 'Look at the list of your factors.',
    status: 404,
  });
}
