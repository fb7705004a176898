import * as openid from 'openid-client';
import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { SSO_CALLBACK, type SsoStep } from './begin-sso.ts';
import { ALGORITHMS, discoverProvider } from './sso-client.ts';
import type { SsoSettings } from './sso-settings.ts';

/** What is read of an ID token; an e-mail address is not. */
export interface SsoIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** `amr` and `acr`: how the provider says that the person showed who they are. */
  readonly methods: readonly string[];
  readonly roles: readonly string[];
}

const CLOCK_TOLERANCE_SECONDS = 60;
const MAX_AGE_SECONDS = 10 * 60;

const headerSchema = z.object({ alg: z.string() });
const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/**
 * Exchanges the code of the provider's answer and checks its ID token: signature by the provider's published key with
 * an algorithm of `ALGORITHMS`, issuer, audience, authorised party, expiry, issue time, nonce.
 * @throws AppError SSO_STATE_INVALID, SSO_TOKEN_INVALID, SSO_REFUSED (401), SSO_UNREACHABLE (503)
 */
export async function readSsoAnswer(
  auth: AuthContext,
  { settings, step, search }: { settings: SsoSettings; step: SsoStep; search: string },
): Promise<SsoIdentity> {
  const provider = await discoverProvider(settings);
  const answered = new URL(auth.origin + SSO_CALLBACK + search);
  if (answered.searchParams.get('state') !== step.state) throw stateInvalid();
  if (answered.searchParams.has('error')) throw refusedThere();
  const tokens = await openid
    .authorizationCodeGrant(provider, answered, {
      pkceCodeVerifier: step.verifier,
      expectedState: step.state,
      expectedNonce: step.nonce,
      idTokenExpected: true,
    })
    .catch((cause: unknown) => {
      throw tokenInvalid(cause);
    });
  const claims = tokens.claims();
  if (!claims || !tokens.id_token) throw tokenInvalid('no ID token');
  requireAlgorithm(tokens.id_token);
  requireIssuedNow(claims.iat, auth.clock());
  const list = (value: unknown) => texts.safeParse(value).data ?? [];
  return {
    issuer: claims.iss,
    subject: claims.sub,
    methods: [...list(claims['amr']), ...list(claims['acr'])],
    roles: settings.roleClaim === null ? [] : list(claims[settings.roleClaim]),
  };
}

function requireAlgorithm(idToken: string): void {
  const [head = ''] = idToken.split('.');
  const header = headerSchema.safeParse(JSON.parse(Buffer.from(head, 'base64url').toString('utf8')));
  if (!header.success || !ALGORITHMS.includes(header.data.alg)) throw tokenInvalid('algorithm');
}

/** The library checks the expiry; a token of the future, or one kept since long ago, is no answer to this question. */
function requireIssuedNow(issuedAt: number, now: number): void {
  const age = now / 1000 - issuedAt;
  if (age < -CLOCK_TOLERANCE_SECONDS || age > MAX_AGE_SECONDS) throw tokenInvalid('issue time');
}

function stateInvalid(): AppError {
  return refusal(
    'SSO_STATE_INVALID',
    'This answer of the identity provider does not belong to your question.',
  );
}

function refusedThere(): AppError {
  return refusal('SSO_REFUSED', 'The identity provider did not sign you in.');
}

function tokenInvalid(cause: unknown): AppError {
  return refusal('SSO_TOKEN_INVALID', 'The answer of the identity provider is not valid.', cause);
}

function refusal(code: string, message: string, cause?: unknown): AppError {
  return new AppError({ code, message, remedy: 'Begin again on the sign-in page.', status: 401, cause });
}
