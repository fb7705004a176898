import { AppError } from '#core/errors.ts';
import { COMMON_BASES } from './common-bases.gen.ts';
import { COMMON_LONG_PASSWORDS, COMMON_WORDS } from './common-passwords.ts';

/** What a password must not contain, because it stands beside it. */
export interface PasswordOwner {
  readonly name: string;
  readonly email: string;
}

const MIN_CHARACTERS = 15;
const MAX_BYTES = 256;
const MIN_DISTINCT = 6;
const PRODUCT = 'patchproof';
/** Rows of keys and of the alphabet that people slide along, forwards and backwards. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];
const RUN = 4;

/**
 * Refuses a password that is too short, too long or easy to guess; asks for no kinds of characters
 * (NIST SP 800-63B-4 §3.1.1.2). Never repeats the password.
 * @throws AppError PASSWORD_REFUSED (400)
 */
export function checkPassword(password: string, owner: PasswordOwner): void {
  const problem = passwordProblem(password.normalize('NFC'), owner);
  if (problem === null) return;
  throw new AppError({
    code: 'PASSWORD_REFUSED',
    message: `The password ${problem}.`,
    remedy: 'Use at least 15 characters, for example five unrelated words.',
    where: { field: 'password' },
  });
}

function passwordProblem(password: string, owner: PasswordOwner): string | null {
  if ([...password].length < MIN_CHARACTERS) return `has fewer than ${MIN_CHARACTERS} characters`;
  if (Buffer.byteLength(password, 'utf8') > MAX_BYTES) return `is longer than ${MAX_BYTES} bytes`;
  const plain = password.toLowerCase().replace(/\s+/g, '');
  if (plain.includes(PRODUCT)) return 'contains the name of the product';
  if (ownWords(owner).some((word) => plain.includes(word))) return 'contains your name or address';
  if (new Set(plain).size < MIN_DISTINCT) return `has fewer than ${MIN_DISTINCT} different characters`;
  if (isRepetition(plain)) return 'repeats itself';
  if (withoutRuns(plain).length < MIN_CHARACTERS / 3) return 'is a sequence of neighbouring keys or letters';
  if (isCommon(plain)) return 'is made of the most common words';
  if (isPadded(plain)) return 'is one common word with signs around it';
  return null;
}

function ownWords({ name, email }: PasswordOwner): string[] {
  const texts = [name, email, email.split('@')[0] ?? ''];
  const words = texts.flatMap((text) => [text.replace(/\s+/g, ''), ...text.split(/[\s.@_+-]+/)]);
  return words.map((word) => word.normalize('NFC').toLowerCase()).filter((word) => word.length >= 4);
}

/** One piece, at most half of it, over and over. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++) {
    const piece = text.slice(0, length);
    if (piece.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return false;
}

/** What remains of a text when every slide of four or more along a row is taken as one character. */
function withoutRuns(text: string): string {
  let rest = '';
  for (let at = 0; at < text.length;) {
    const length = runLength(text, at);
    rest += text.charAt(at);
    at += length >= RUN ? length : 1;
  }
  return rest;
}

function runLength(text: string, from: number): number {
  const rows = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
  let longest = 1;
  for (const row of rows) {
    const start = row.indexOf(text.charAt(from));
    if (start < 0) continue;
    let length = 1;
    while (from + length < text.length && row[start + length] === text[from + length]) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** One of the words that are guessed first, lengthened by digits and signs. */
function isPadded(plain: string): boolean {
  const readings = [plain, unleet(plain)].map((text) => text.replace(/[^\p{L}]+/gu, ''));
  return [plain, ...readings].some((text) => COMMON_BASES.has(text));
}

function isCommon(plain: string): boolean {
  if (COMMON_LONG_PASSWORDS.includes(plain)) return true;
  const letters = unleet(plain).replace(/[^\p{L}]+/gu, '');
  if (COMMON_LONG_PASSWORDS.includes(letters)) return true;
  const readings = [letters, plain.replace(/[^\p{L}]+/gu, '')];
  return readings.some((reading) => isMadeOf(reading, COMMON_WORDS));
}

/** The usual stand-ins for letters; other digits and signs count as padding. */
function unleet(text: string): string {
  const stands: Record<string, string> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
  };
  return text.replace(/(?<=\p{L})[013457@$](?=\p{L})/gu, (sign) => stands[sign] ?? sign);
}

function isMadeOf(text: string, words: readonly string[]): boolean {
  const reachable = new Set([0]);
  for (let at = 0; at < text.length; at++) {
    if (!reachable.has(at)) continue;
    for (const word of words) if (text.startsWith(word, at)) reachable.add(at + word.length);
  }
  return reachable.has(text.length);
}
