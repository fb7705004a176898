import { AppError } from '#core/errors.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import type { SessionCookie } from '../lucia-sessions.ts';
import { renewSession } from '../open-session.ts';
import { recordSignIn, type Peer } from '../sign-in-events.ts';
import { ssoSettings } from '../sso/sso-settings.ts';
import { requireFresh } from '../step-up.ts';
import type { SignedIn } from '../validate-session.ts';
import { checkCode } from './check-code.ts';
import { offerRegistration, passkeysPossible, readRegistration } from './passkeys.ts';
import { factorDue } from './factor-due.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { beginTotp, waitingTotp, type TotpOffer } from './totp.ts';

const MAX_PASSKEYS = 10;
const MAX_NAME = 60;

/** What a person has to show besides the password. */
export interface Factors {
  readonly totp: boolean;
  readonly waiting: TotpOffer | null;
  readonly passkeys: readonly { id: string; name: string; createdAt: string; lastUsedAt: string | null }[];
  readonly passkeysPossible: boolean;
  readonly recoveryCodesLeft: number;
  /** Single sign-on: whether there is any, and whether this account is linked. */
  readonly sso: 'off' | 'unlinked' | 'linked';
}

/** One's own second factors, without their secrets; one that waits for its first code with it. */
export function listFactors(auth: AuthContext, signedIn: SignedIn): Factors {
  authorise(signedIn.viewer, 'account.manage-own');
  const { accountId } = signedIn;
  const { factors } = auth.store;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    totp: factors.hasTotp(accountId),
    waiting: waitingTotp(auth, accountId, labelOf(auth, accountId)),
    passkeys: factors.passkeysOf(accountId).map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: iso(createdAt),
      lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
    })),
    passkeysPossible: passkeysPossible(auth.origin),
    recoveryCodesLeft: factors.recoveryCodesLeft(accountId),
    sso: ssoState(auth, accountId),
  };
}

/** Begins an authenticator app: its secret is shown until the first code comes back. @throws AppError FACTOR_EXISTS */
export function startTotp(auth: AuthContext, signedIn: SignedIn): void {
  authoriseChange(auth, signedIn);
  const { accountId } = signedIn;
  if (auth.store.factors.hasTotp(accountId)) throw factorExists();
  auth.store.transaction(() => beginTotp(auth, accountId, auth.clock()));
}

/** A first factor also makes the recovery codes, which are in this answer and nowhere else. */
export interface FactorAdded {
  readonly cookie: SessionCookie;
  readonly recoveryCodes: readonly string[] | null;
}

/**
 * The first code of the app comes back: from now on it is asked for. Other sessions of the account end.
 * @throws AppError CODE_WRONG, CODE_USED (401), FACTOR_BLOCKED (429), FACTOR_EXISTS (409)
 */
export async function confirmTotp(
  auth: AuthContext,
  signedIn: SignedIn,
  { code, peer }: { code: string; peer: Peer },
): Promise<FactorAdded> {
  authoriseChange(auth, signedIn);
  const { accountId, viewer } = signedIn;
  if (auth.store.factors.hasTotp(accountId)) throw factorExists();
  checkCode(auth, { accountId, personId: viewer.personId ?? '', code, peer });
  return addFactor(auth, signedIn, {
    factor: 'totp',
    peer,
    keep: () => auth.store.factors.confirmTotp(accountId, auth.clock()),
  });
}

/** What the browser needs to make a passkey for oneself. */
export function offerPasskey(auth: AuthContext, signedIn: SignedIn) {
  authoriseChange(auth, signedIn);
  const { accountId } = signedIn;
  if (auth.store.factors.passkeysOf(accountId).length >= MAX_PASSKEYS) throw factorExists();
  return offerRegistration(auth, { accountId, label: labelOf(auth, accountId) });
}

/** Keeps a passkey under a name. Other sessions of the account end. @throws AppError PASSKEY_REFUSED (401) */
export async function addPasskey(
  auth: AuthContext,
  signedIn: SignedIn,
  { name, answer, peer }: { name: string; answer: string; peer: Peer },
): Promise<FactorAdded> {
  authoriseChange(auth, signedIn);
  const { accountId } = signedIn;
  const passkey = await readRegistration(auth, { accountId, answer });
  const now = auth.clock();
  const shown = name.trim().slice(0, MAX_NAME) || 'Passkey';
  return addFactor(auth, signedIn, {
    factor: 'passkey',
    peer,
    keep: () => {
      if (auth.store.factors.passkey(passkey.id)) throw factorExists();
      const row = { ...passkey, accountId, name: shown, createdAt: now, lastUsedAt: now };
      auth.store.factors.insertPasskey(row);
    },
  });
}

/** New recovery codes; the earlier ones are void. @throws AppError STEP_UP_NEEDED */
export function renewRecoveryCodes(auth: AuthContext, signedIn: SignedIn, peer: Peer): readonly string[] {
  authorise(signedIn.viewer, 'account.manage-own');
  requireFresh(signedIn.viewer, 'factor');
  const { accountId, viewer } = signedIn;
  return auth.store.transaction(() => {
    const body = { accountId };
    recordSignIn(auth.store, { kind: 'recovery-codes.made', accountId, body, actor: viewer.personId, peer });
    return newCodes(auth, accountId);
  });
}

/** The first administrator goes on without a second factor, for this session. @throws AppError FACTOR_DUE (403) */
export async function postponeEnrolment(auth: AuthContext, signedIn: SignedIn): Promise<SessionCookie> {
  authorise(signedIn.viewer, 'account.manage-own');
  const { factorDueAt } = signedIn.session;
  const now = auth.clock();
  if (factorDueAt === null || now >= factorDueAt) throw factorDue();
  return renewSession(auth, signedIn, { postponedAt: now });
}

interface Adding {
  readonly factor: 'totp' | 'passkey';
  readonly peer: Peer;
  readonly keep: () => void;
}

async function addFactor(auth: AuthContext, signedIn: SignedIn, adding: Adding): Promise<FactorAdded> {
  const { store } = auth;
  const { accountId, viewer, session } = signedIn;
  const made: { codes: readonly string[] | null } = { codes: null };
  const cookie = await renewSession(auth, signedIn, { factorAt: auth.clock() }, () => {
    const isFirst = !store.factors.any(accountId);
    adding.keep();
    const body = { accountId, factor: adding.factor };
    const { peer } = adding;
    recordSignIn(store, { kind: 'factor.added', accountId, body, actor: viewer.personId, peer });
    if (isFirst) made.codes = newCodes(auth, accountId);
    endSessions(auth, { accountId, except: session.idHash, reason: 'factor-changed', actor: viewer });
  });
  return { cookie, recoveryCodes: made.codes };
}

function newCodes(auth: AuthContext, accountId: string): readonly string[] {
  const { codes, hashes } = makeRecoveryCodes();
  auth.store.factors.replaceRecoveryCodes(accountId, hashes);
  return codes;
}

/** The first factor follows the sign-in; a further one needs a fresh proof, or a session left open could add its own. */
function authoriseChange(auth: AuthContext, { viewer, accountId }: SignedIn): void {
  authorise(viewer, 'account.manage-own');
  if (auth.store.factors.any(accountId)) requireFresh(viewer, 'factor');
}

function ssoState(auth: AuthContext, accountId: string): Factors['sso'] {
  if (ssoSettings(auth) === null) return 'off';
  return auth.store.ssoIdentities.of(accountId).length > 0 ? 'linked' : 'unlinked';
}

function labelOf(auth: AuthContext, accountId: string): string {
  return auth.store.people.account(accountId)?.username ?? 'account';
}

function factorExists(): AppError {
  return new AppError({
    code: 'FACTOR_EXISTS',
    message: 'This factor is there already.',
    remedy: 'Remove it first if it is to be replaced.',
    status: 409,
  });
}
