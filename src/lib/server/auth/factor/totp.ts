import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { MasterKey } from '../../master-key.ts';
import { openSecret, sealSecret } from '../../sealed-secret.ts';
import type { Store } from '../../store/store.ts';
import type { AuthContext } from '../auth-context.ts';

const SECRET_BYTES = 20;
const STEP_SECONDS = 30;
const DIGITS = 6;
const ISSUER = 'Patchproof';

type Sealing = { readonly store: Store; readonly masterKey: MasterKey };

/** What an authenticator app is given, shown until the first code came back. */
export interface TotpOffer {
  /** Base32 in groups of four, to type where a picture cannot be taken. */
  readonly secret: string;
  /** `otpauth://totp/…`, for the picture. */
  readonly uri: string;
}

/** Makes a secret of 160 bits that waits for its first code, inside the caller's transaction. */
export function beginTotp({ store, masterKey }: Sealing, accountId: string, now: number): void {
  const secret = randomBytes(SECRET_BYTES);
  const sealed = sealSecret(masterKey, placeOf(accountId), secret);
  secret.fill(0);
  store.factors.putTotp({ accountId, sealed, lastStep: 0, createdAt: now, confirmedAt: null });
}

/** The secret that waits for its first code; null when none does. One in use is never shown again. */
export function waitingTotp(
  { store, masterKey }: Sealing,
  accountId: string,
  label: string,
): TotpOffer | null {
  const row = store.factors.totp(accountId);
  if (!row || row.confirmedAt !== null) return null;
  const secret = secretOf(masterKey, accountId, row.sealed);
  const uri = new TOTP({ issuer: ISSUER, label, secret, digits: DIGITS, period: STEP_SECONDS }).toString();
  return { secret: secret.base32.replace(/(.{4})(?=.)/g, '$1 '), uri };
}

/**
 * Whether a code is that of the current step or, unless a strict reading of ASVS 6.5.5 is set, the previous one, never of
 * a future one (RFC 6238 §5.2), and takes its step: no code is good twice, nor is an older one after it. `used` = right,
 * but taken.
 */
export function takeTotpCode(
  { store, masterKey, totpWindow }: Sealing & Pick<AuthContext, 'totpWindow'>,
  { accountId, code, now }: { accountId: string; code: string; now: number },
): 'accepted' | 'used' | 'wrong' {
  const row = store.factors.totp(accountId);
  if (!row) return 'wrong';
  const secret = secretOf(masterKey, accountId, row.sealed);
  const step = Math.floor(now / 1000 / STEP_SECONDS);
  const right = [step, step - 1]
    .slice(0, 1 + totpWindow)
    .find((candidate) => equal(codeAt(secret, candidate), code));
  if (right === undefined) return 'wrong';
  return store.factors.takeStep(accountId, right) ? 'accepted' : 'used';
}

function codeAt(secret: Secret, step: number): string {
  return TOTP.generate({
    secret,
    digits: DIGITS,
    period: STEP_SECONDS,
    timestamp: step * STEP_SECONDS * 1000,
  });
}

function secretOf(masterKey: MasterKey, accountId: string, sealed: Uint8Array): Secret {
  const bytes = openSecret(masterKey, placeOf(accountId), sealed);
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}

function placeOf(accountId: string) {
  return { table: 'totp_factor', id: accountId, field: 'sealed' };
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
