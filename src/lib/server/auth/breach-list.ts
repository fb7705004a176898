import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const HASH_CHARACTERS = 40;
const BLOCK = 4096;

/**
 * Whether a password stands in a list of breached ones: a text file sorted by the SHA-1 in capitals, one `HASH:count`
 * a line, as Have I Been Pwned gives out. Searched where it lies; no byte leaves the machine.
 */
export function isBreached(path: string, password: string): boolean {
  const wanted = createHash('sha1').update(password.normalize('NFC')).digest('hex').toUpperCase();
  const file = openSync(path, 'r');
  try {
    let [low, high] = [0, fstatSync(file).size];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const line = lineAfter(file, middle);
      if (line === null || line.hash > wanted) high = middle;
      else if (line.hash === wanted) return true;
      else low = line.end;
    }
    return false;
  } finally {
    closeSync(file);
  }
}

/** The line that the byte `at` lies in, or begins; null at the end. */
function lineAfter(file: number, at: number): { hash: string; end: number } | null {
  const buffer = Buffer.alloc(BLOCK);
  const from = Math.max(0, at - BLOCK / 2);
  const text = buffer.toString('latin1', 0, readSync(file, buffer, 0, BLOCK, from));
  const start = text.lastIndexOf('\n', at - from - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end < 0 ? undefined : end);
  if (line.length < HASH_CHARACTERS) return null;
  return {
    hash: line.slice(0, HASH_CHARACTERS).toUpperCase(),
    end: from + (end < 0 ? text.length : end + 1),
  };
}
