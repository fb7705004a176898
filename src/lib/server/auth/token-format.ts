import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { randomBase62, toBase62 } from '../store/random-id.ts';

export type TokenKind = 'user' | 'scan';

const FORMAT = /^(pp_(user|scan)_([0-9A-Za-z]{8})_[0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/;

/**
 * A new token `pp_<kind>_<8 id>_<43 secret>_<6 checksum>`, base62: a prefix that secret scanners find, 256
 * bits, and a CRC-32 by which a mistyped one is refused without asking the store.
 */
export function generateToken(kind: TokenKind): { id: string; token: string; hash: Buffer } {
  const id = randomBase62(8);
  const body = `pp_${kind}_${id}_${randomBase62(43)}`;
  const token = `${body}_${checksum(body)}`;
  return { id, token, hash: hashToken(token) };
}

/** Kind and id of a well-formed token, null for anything else. */
export function parseToken(token: string): { kind: TokenKind; id: string } | null {
  const [, body, kind, id, check] = FORMAT.exec(token) ?? [];
  if (body === undefined || id === undefined || check !== checksum(body)) return null;
  return { kind: kind === 'scan' ? 'scan' : 'user', id };
}

/** SHA-256 of a token; 256 random bits need no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Compares in constant time. */
export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function checksum(body: string): string {
  return toBase62(crc32(body), 6);
}
