import { createHash, randomBytes } from 'node:crypto';

const CODES = 10;
const BYTES = 16;
/** Crockford's base32: no letters that are taken for others. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = Math.ceil((BYTES * 8) / 5);

/** Ten codes of 128 bits in groups, to be shown once, and their hashes, which is all that is kept. */
export function makeRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: CODES }, () => grouped(encode(randomBytes(BYTES))));
  return { codes, hashes: codes.map(hashRecoveryCode) };
}

/** Whether a text has the form of a recovery code, however it was typed. */
export function isRecoveryCode(text: string): boolean {
  return plain(text).length === CHARACTERS;
}

/** SHA-256, hex: 128 random bits need no slow hash (ASVS 6.5.2). */
export function hashRecoveryCode(text: string): string {
  return createHash('sha256').update(plain(text)).digest('hex');
}

/** Capitals, without separators; the letters people mistake are read as what was meant. */
function plain(text: string): string {
  const letters = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return letters.replace(/O/g, '0').replace(/[IL]/g, '1');
}

function encode(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let at = 0; at < CHARACTERS; at++) {
    text = ALPHABET.charAt(Number(value % 32n)) + text;
    value /= 32n;
  }
  return text;
}

function grouped(text: string): string {
  return text.match(/.{1,5}/g)?.join('-') ?? text;
}
