import type { AppError } from '#core/errors.ts';
import { inputError } from './failure.ts';

/** Bytes that come in order, as text. */
export interface TextBytes {
  /** The text that is complete with these bytes. @throws AppError ENCODING_INVALID */
  readonly write: (chunk: Uint8Array) => string;
  /** What is left. @throws AppError ENCODING_INVALID where it ends within a character */
  readonly end: () => string;
}

/** Encoding by the byte order mark; UTF-8 without one. */
export function unicodeEncoding([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** All bytes as text: UTF-8, or UTF-16 with a byte order mark, which is taken off. @throws AppError ENCODING_INVALID */
export function textOfBytes(bytes: Uint8Array): string {
  const text = textBytes(unicodeEncoding(bytes));
  return text.write(bytes) + text.end();
}

/** @param encoding a name that the Encoding Standard knows; a byte order mark is taken off */
export function textBytes(encoding: string): TextBytes {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let done = 0;
  /** Of a character that is not complete yet. */
  let begun: Uint8Array = new Uint8Array(0);
  const decode = (chunk: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(chunk, { stream });
    } catch {
      const bytes = Buffer.concat([begun, chunk]);
      throw encodingInvalid(encoding, done - begun.byteLength + brokenAt(bytes, encoding));
    }
  };
  return {
    write: (chunk) => {
      const text = decode(chunk, true);
      done += chunk.byteLength;
      const last = Buffer.concat([begun, chunk.subarray(-LONGEST)]);
      begun = last.subarray(completeLength(last, encoding));
      return text;
    },
    end: () => decode(new Uint8Array(0), false),
  };
}

/** Most bytes of one character. */
const LONGEST = 4;

/** How many of these bytes, which end somewhere in a text, are complete characters. */
function completeLength(bytes: Uint8Array, encoding: string): number {
  const length = bytes.byteLength;
  if (encoding.startsWith('utf-16')) {
    const even = length - (length % 2);
    const high = bytes[encoding === 'utf-16be' ? even - 2 : even - 1] ?? 0;
    return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
  }
  if (encoding !== 'utf-8' && encoding !== 'utf8') return length;
  for (let back = 1; back <= Math.min(LONGEST, length); back += 1) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80 || byte >= 0xc0) return bytesOfCharacter(byte) > back ? length - back : length;
  }
  return length;
}

/** By its first byte (RFC 3629 §3). */
function bytesOfCharacter(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

/** Index of the first byte with which the text is none any more; the length where it only ends too early. */
function brokenAt(bytes: Uint8Array, encoding: string): number {
  let [good, bad] = [0, bytes.byteLength + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginning(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return bad - 1;
}

function isBeginning(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** ENCODING_INVALID: not text of its encoding. @param byte the first that is not, from 0; null = not looked for */
export function encodingInvalid(encoding: string, byte: number | null): AppError {
  const at = byte === null ? '' : ` (from byte ${byte} on)`;
  return inputError(
    'ENCODING_INVALID',
    `The file is not valid ${encoding.toUpperCase()} text${at}.`,
    'Save it as UTF-8.',
    byte === null ? undefined : { byte },
  );
}
