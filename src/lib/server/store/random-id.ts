import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Bytes from here on are thrown away, so that every character is equally likely. */
const FAIR_LIMIT = 256 - (256 % ALPHABET.length);

/** `length` random base62 characters, 5.95 bits each. */
export function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < FAIR_LIMIT && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}

/** A new identifier that cannot be guessed: 22 base62 characters, 131 bits. */
export function newId(): string {
  return randomBase62(22);
}

/**
 * A new identifier that sorts by the time it was made, so that rows of one object lie together in ordered
 * storage, and still cannot be guessed.
 * @param now UTC ms
 */
export function newOrderedId(now: number): string {
  return `${toBase62(now, 8)}${newId()}`;
}

/** A number in base62, padded with zeros to `length`. */
export function toBase62(value: number, length: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / ALPHABET.length)) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
  }
  return text.padStart(length, '0');
}
