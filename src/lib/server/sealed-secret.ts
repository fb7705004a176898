import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { MasterKey } from './master-key.ts';

/** Where a secret belongs. It opens nowhere else: swapping two rows is found. */
export interface SecretPlace {
  readonly table: string;
  readonly id: string;
  readonly field: string;
}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const DEK = 32;
const KEY_ID = 8;
const HEADER = 1 + KEY_ID;
const WRAPPED = NONCE + TAG + DEK;

/**
 * Encrypts with a random key of its own (AES-256-GCM), which is wrapped by a key derived from the master
 * key. Layout: version, key id, wrapped key (nonce, tag, 32 bytes), secret (nonce, tag, data).
 */
export function sealSecret(key: MasterKey, place: SecretPlace, secret: Uint8Array): Buffer {
  const dek = randomBytes(DEK);
  const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(key.id, 'hex')]);
  const sealed = Buffer.concat([
    header,
    encrypt(kek(key), additionalData(place, key.id, 'dek'), dek),
    encrypt(dek, additionalData(place, key.id, 'data'), secret),
  ]);
  dek.fill(0);
  return sealed;
}

/**
 * Opens what `sealSecret` made for the same place and master key.
 * @throws AppError SECRET_KEY_UNKNOWN (exit 3) for another master key, SECRET_DAMAGED (exit 4) otherwise
 */
export function openSecret(key: MasterKey, place: SecretPlace, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEADER + WRAPPED + NONCE + TAG || bytes[0] !== VERSION) throw damaged(place);
  const keyId = bytes.subarray(1, HEADER).toString('hex');
  if (keyId !== key.id) throw unknownKey(keyId, key.id);
  try {
    const wrapped = bytes.subarray(HEADER, HEADER + WRAPPED);
    const dek = decrypt(kek(key), additionalData(place, keyId, 'dek'), wrapped);
    const secret = decrypt(dek, additionalData(place, keyId, 'data'), bytes.subarray(HEADER + WRAPPED));
    dek.fill(0);
    return secret;
  } catch {
    throw damaged(place);
  }
}

function kek(key: MasterKey): Buffer {
  return key.derive('kek/credentials/v1');
}

function additionalData(place: SecretPlace, keyId: string, part: 'dek' | 'data'): Buffer {
  const parts = [place.table, place.id, place.field, `${VERSION}:${keyId}`, part];
  // A bar inside a part would let two places read the same.
  if (parts.some((value) => value.includes('|'))) throw new TypeError('a secret place holds no bar');
  return Buffer.from(parts.join('|'), 'utf8');
}

function encrypt(key: Uint8Array, aad: Uint8Array, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(aad);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), data]);
}

function decrypt(key: Uint8Array, aad: Uint8Array, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
}

function unknownKey(got: string, expected: string): AppError {
  return new AppError({
    code: 'SECRET_KEY_UNKNOWN',
    message: `A stored secret was sealed with master key ${got}; this server has ${expected}.`,
    remedy: 'Start with the key file it was sealed with, or enter the secret again.',
    status: 500,
    exitCode: 3,
  });
}

function damaged(place: SecretPlace): AppError {
  return new AppError({
    code: 'SECRET_DAMAGED',
    message: `A stored secret (${place.table}) fails its integrity check.`,
    remedy: 'Enter the secret again, and run `patchproof log verify`.',
    status: 500,
    exitCode: 4,
  });
}
