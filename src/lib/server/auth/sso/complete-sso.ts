import { AppError, isAppError } from '#core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { AuthContext } from '../auth-context.ts';
import type { SessionCookie } from '../lucia-sessions.ts';
import { openSession } from '../open-session.ts';
import { recordSignIn, type Peer } from '../sign-in-events.ts';
import { issueStep } from '../step-token.ts';
import { takeSsoStep, type SsoStep } from './begin-sso.ts';
import { mapRoles } from './map-roles.ts';
import { readSsoAnswer, type SsoIdentity } from './read-sso-answer.ts';
import { ssoSettings, type SsoSettings } from './sso-settings.ts';

/** Where to go on, and the cookie of the session or of the step that waits for a second factor. */
export interface SsoEnd {
  readonly next: string;
  readonly cookie: SessionCookie | null;
}

/**
 * The provider sent the browser back. The identity opens the account it was linked with; an e-mail address that the
 * provider tells of is never looked at, or whoever may choose one there could open any account here.
 * @throws AppError SSO_STATE_INVALID, SSO_TOKEN_INVALID, SSO_REFUSED, SSO_UNKNOWN_PERSON (401), SSO_LINKED (409)
 */
export async function completeSso(
  auth: AuthContext,
  { token, search, peer }: { token: string; search: string; peer: Peer },
): Promise<SsoEnd> {
  try {
    const settings = ssoSettings(auth);
    const step = takeSsoStep(auth, token);
    if (!settings || !step) throw tooLate();
    const identity = await readSsoAnswer(auth, { settings, step, search });
    return step.mode === 'link'
      ? link(auth, { step, identity, peer })
      : await enter(auth, { settings, step, identity, peer });
  } catch (error) {
    if (isAppError(error)) recordRefusal(auth, peer, error.code);
    throw error;
  }
}

interface Entering {
  readonly settings: SsoSettings;
  readonly step: SsoStep;
  readonly identity: SsoIdentity;
  readonly peer: Peer;
}

async function enter(auth: AuthContext, { settings, step, identity, peer }: Entering): Promise<SsoEnd> {
  const { store } = auth;
  const account = accountOf(auth, identity);
  if (settings.roleClaim !== null) mapRoles(auth, { account, settings, values: identity.roles });
  const trusted = identity.methods.some((method) => settings.trustedFactors.includes(method));
  const { id: accountId, personId } = account;
  if (!trusted && store.factors.any(accountId)) {
    const cookie = store.transaction(() => issueStep(auth, accountId, 'sso'));
    return { next: `/sign-in/factor?${new URLSearchParams({ next: step.next })}`, cookie };
  }
  const proof = trusted ? 'sso+factor' : 'sso';
  const { cookie } = await openSession(auth, { accountId, personId, proof, peer });
  return { next: step.next, cookie };
}

function link(
  auth: AuthContext,
  { step, identity, peer }: { step: SsoStep; identity: SsoIdentity; peer: Peer },
): SsoEnd {
  const { store } = auth;
  const account = step.accountId === null ? undefined : store.people.account(step.accountId);
  if (!account || account.disabledAt !== null) throw unknownPerson();
  const { id: accountId, personId } = account;
  store.transaction(() => {
    const { issuer, subject } = identity;
    if (store.ssoIdentities.find(issuer, subject)) throw linkedAlready();
    store.ssoIdentities.removeOf(accountId);
    store.ssoIdentities.insert({ issuer, subject, accountId, linkedAt: auth.clock() });
    recordSignIn(store, { kind: 'sso.linked', accountId, body: { accountId }, actor: personId, peer });
  });
  return { next: step.next, cookie: null };
}

function accountOf({ store }: AuthContext, { issuer, subject }: SsoIdentity): AccountRow {
  const found = store.ssoIdentities.find(issuer, subject);
  const account = found ? store.people.account(found.accountId) : undefined;
  if (!account || account.disabledAt !== null) throw unknownPerson();
  return account;
}

function recordRefusal({ store }: AuthContext, peer: Peer, code: string): void {
  const body = { accountId: null, reason: code };
  store.transaction(() =>
    recordSignIn(store, { kind: 'sign-in.failed', accountId: null, body, actor: null, peer }),
  );
}

function tooLate(): AppError {
  return new AppError({
    code: 'SSO_STATE_INVALID',
    message: 'This sign-in took too long, was used, or began in another browser.',
    remedy: 'Begin again on the sign-in page.',
    status: 401,
  });
}

function unknownPerson(): AppError {
  return new AppError({
    code: 'SSO_UNKNOWN_PERSON',
    message: 'No account here is linked with that identity.',
    remedy: 'Sign in with your password once and link it under Settings, Your sign-in.',
    status: 401,
  });
}

function linkedAlready(): AppError {
  return new AppError({
    code: 'SSO_LINKED',
    message: 'That identity is linked with an account already.',
    remedy: 'Use another identity, or sign in with it.',
    status: 409,
  });
}
