import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { PasskeyRow } from '../../store/factors.ts';
import type { AuthContext } from '../auth-context.ts';

/** What a passkey is asked for; a challenge made for one is worth nothing for another. */
export type PasskeyUse = 'sign-in' | 'factor' | 'confirm';

const CHALLENGE_MS = 5 * 60_000;
const MAX_RESPONSE = 20_000;
/** EdDSA, ES256, RS256 as COSE numbers: what authenticators of today speak. */
const ALGORITHMS = [-8, -7, -257];

const transports = z.array(z.string().max(40)).max(10).optional();
const registrationSchema = z.looseObject({
  id: z.string().max(1400),
  response: z.looseObject({ clientDataJSON: z.string(), attestationObject: z.string(), transports }),
});
const authenticationSchema = z.looseObject({
  id: z.string().max(1400),
  response: z.looseObject({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
  }),
});

/** Browsers tie passkeys to a host name and refuse them for a bare address. */
export function passkeysPossible(origin: string): boolean {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0;
}

/** What the browser needs to make a passkey for an account. */
export async function offerRegistration(
  auth: AuthContext,
  { accountId, label }: { accountId: string; label: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: 'Patchproof',
    rpID: hostOf(auth),
    userName: label,
    userID: Uint8Array.from(Buffer.from(accountId)),
    challenge: newChallenge(auth, 'register', accountId),
    excludeCredentials: auth.store.factors.passkeysOf(accountId).map(({ id }) => ({ id })),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
}

/**
 * Checks what the browser answered to `offerRegistration`; the caller keeps it.
 * @throws AppError PASSKEY_REFUSED (401)
 */
export async function readRegistration(
  auth: AuthContext,
  { accountId, answer }: { accountId: string; answer: string },
): Promise<Pick<PasskeyRow, 'id' | 'publicKey' | 'counter' | 'transports'>> {
  const response = parse(registrationSchema, answer) as RegistrationResponseJSON;
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => useChallenge(auth, challenge, { use: 'register', accountId }),
    expectedOrigin: auth.origin,
    expectedRPID: hostOf(auth),
    supportedAlgorithmIDs: ALGORITHMS,
    requireUserVerification: false,
  }).catch(() => ({ verified: false as const }));
  if (!verified.verified) throw refused();
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { id, publicKey: Buffer.from(publicKey), counter, transports: response.response.transports ?? [] };
}

/** What the browser needs to use a passkey: one of the account's, or whichever the person chooses. */
export async function offerAuthentication(
  auth: AuthContext,
  { use, accountId }: { use: PasskeyUse; accountId: string | null },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = accountId === null ? [] : auth.store.factors.passkeysOf(accountId);
  return generateAuthenticationOptions({
    rpID: hostOf(auth),
    challenge: newChallenge(auth, use, accountId),
    allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
    // Alone it has to show two things: the device, and who holds it.
    userVerification: use === 'sign-in' ? 'required' : 'preferred',
  });
}

/**
 * The passkey whose signature answers a challenge; its counter is moved on.
 * @throws AppError PASSKEY_REFUSED (401), also for the passkey of another account
 */
export async function acceptPasskey(
  auth: AuthContext,
  { use, accountId, answer }: { use: PasskeyUse; accountId: string | null; answer: string },
): Promise<PasskeyRow> {
  const response = parse(authenticationSchema, answer) as AuthenticationResponseJSON;
  const row = auth.store.factors.passkey(response.id);
  if (!row || (accountId !== null && row.accountId !== accountId)) throw refused();
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => useChallenge(auth, challenge, { use, accountId }),
    expectedOrigin: auth.origin,
    expectedRPID: hostOf(auth),
    requireUserVerification: use === 'sign-in',
    credential: { id: row.id, publicKey: Uint8Array.from(row.publicKey), counter: row.counter },
  }).catch(() => null);
  if (!verified?.verified) throw refused();
  const counter = verified.authenticationInfo.newCounter;
  auth.store.factors.usePasskey(row.id, { counter, lastUsedAt: auth.clock() });
  return row;
}

/** 256 random bits, kept hashed, good once and for five minutes. */
function newChallenge(auth: AuthContext, use: string, accountId: string | null): Uint8Array<ArrayBuffer> {
  const { store } = auth;
  const now = auth.clock();
  const challenge = Uint8Array.from(randomBytes(32));
  const hash = hashChallenge(Buffer.from(challenge).toString('base64url'));
  store.transaction(() => {
    store.pendingSteps.removeExpired(now);
    const purpose = `passkey-${use}`;
    store.pendingSteps.insert({ hash, purpose, accountId, detail: '', expiresAt: now + CHALLENGE_MS });
  });
  return challenge;
}

function useChallenge(
  auth: AuthContext,
  challenge: string,
  { use, accountId }: { use: string; accountId: string | null },
): boolean {
  const { pendingSteps } = auth.store;
  const row = pendingSteps.find(hashChallenge(challenge), `passkey-${use}`, auth.clock());
  return row !== undefined && row.accountId === accountId && pendingSteps.remove(row.hash);
}

function hashChallenge(challenge: string): string {
  return createHash('sha256').update(`challenge:${challenge}`).digest('hex');
}

function parse<T>(schema: z.ZodType<T>, answer: string): unknown {
  if (answer.length > MAX_RESPONSE) throw refused();
  try {
    return schema.parse(JSON.parse(answer));
  } catch {
    throw refused();
  }
}

function hostOf(auth: AuthContext): string {
  return new URL(auth.origin).hostname;
}

function refused(): AppError {
  return new AppError({
    code: 'PASSKEY_REFUSED',
    message: 'The passkey was not accepted.',
    remedy: 'Try again, or use another way to sign in.',
    status: 401,
  });
}
