import { createHash, randomBytes } from 'node:crypto';
import * as openid from 'openid-client';
import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { authorise } from '../authorise.ts';
import { countAddressAsk } from '../sign-in-limits.ts';
import { requireFresh } from '../step-up.ts';
import type { SignedIn } from '../validate-session.ts';
import { discoverProvider } from './sso-client.ts';
import { ssoSettings } from './sso-settings.ts';

/** Binds the answer of the provider to the browser that asked. `lax`: the provider sends the browser back. */
export const SSO_COOKIE = '__Host-pp_oidc';
export const SSO_CALLBACK = '/sign-in/sso/callback';
const PURPOSE = 'sso';
const SSO_MS = 10 * 60_000;

const detailSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  mode: z.enum(['sign-in', 'link']),
});
export type SsoStep = z.infer<typeof detailSchema> & { readonly accountId: string | null };

/** Where the browser goes, and the cookie it takes along. */
export interface SsoStart {
  readonly location: string;
  readonly cookie: ReturnType<typeof ssoCookie>;
}

/**
 * Begins signing in by the identity provider: authorization code with PKCE, state and nonce.
 * @throws AppError SSO_OFF (404), SSO_UNREACHABLE (503), TOO_MANY_ATTEMPTS (429)
 */
export async function beginSso(
  auth: AuthContext,
  { address, next }: { address: string; next: string },
): Promise<SsoStart> {
  auth.store.transaction(() => countAddressAsk(auth.store, { address, now: auth.clock() }));
  return begin(auth, { mode: 'sign-in', accountId: null, next });
}

/** Begins to link one's own account with an identity of the provider. @throws AppError as `beginSso`; STEP_UP_NEEDED */
export async function beginSsoLink(auth: AuthContext, { viewer, accountId }: SignedIn): Promise<SsoStart> {
  authorise(viewer, 'account.manage-own');
  requireFresh(viewer, 'factor');
  return begin(auth, { mode: 'link', accountId, next: '/settings/account' });
}

/** Takes the step a browser's cookie stands for; null when it is unknown, used or older than ten minutes. */
export function takeSsoStep(auth: AuthContext, token: string): SsoStep | null {
  const { pendingSteps } = auth.store;
  const row = pendingSteps.find(hash(token), PURPOSE, auth.clock());
  if (!row || !pendingSteps.remove(row.hash)) return null;
  return { ...detailSchema.parse(JSON.parse(row.detail)), accountId: row.accountId };
}

/** The cookie of a step, or the one that makes the browser forget it. */
export function ssoCookie(value: string) {
  const maxAge = value === '' ? 0 : SSO_MS / 1000;
  const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge } as const;
  return { name: SSO_COOKIE, value, attributes };
}

async function begin(
  auth: AuthContext,
  { mode, accountId, next }: Pick<SsoStep, 'mode' | 'accountId' | 'next'>,
): Promise<SsoStart> {
  const settings = ssoSettings(auth);
  if (!settings) throw ssoOff();
  const provider = await discoverProvider(settings);
  const [state, nonce, verifier] = [
    openid.randomState(),
    openid.randomNonce(),
    openid.randomPKCECodeVerifier(),
  ];
  const location = openid.buildAuthorizationUrl(provider, {
    redirect_uri: auth.origin + SSO_CALLBACK,
    scope: 'openid',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const token = randomBytes(32).toString('base64url');
  const now = auth.clock();
  auth.store.transaction(() => {
    auth.store.pendingSteps.removeExpired(now);
    const detail = JSON.stringify({ state, nonce, verifier, next, mode });
    const row = { hash: hash(token), purpose: PURPOSE, accountId, detail, expiresAt: now + SSO_MS };
    auth.store.pendingSteps.insert(row);
  });
  return { location: location.href, cookie: ssoCookie(token) };
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function ssoOff(): AppError {
  return new AppError({
    code: 'SSO_OFF',
    message: 'Single sign-on is not set up here.',
    remedy: 'Sign in with e-mail address and password.',
    status: 404,
  });
}
