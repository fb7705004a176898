import { createJsonKeys } from './json-keys.ts';
import type { JsonKeys } from './json-keys.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Looks through a JSON text, in parts of any length, for what no tool writes; whether it is JSON is for its parser to
 * say.
 * @returns takes the next part. @throws AppError JSON_TOO_DEEP, JSON_DUPLICATE_KEY, JSON_KEY_FORBIDDEN, JSON_TOO_WIDE
 */
export function jsonGuard(maxDepth: number): (part: string) => void {
  const keys = createJsonKeys(maxDepth);
  let inText = false;
  let escaped = false;
  let isKey = false;
  let begun = '';
  return (part) => {
    let from = 0;
    for (let at = 0; at < part.length; at += 1) {
      if (!inText) {
        const code = part.charCodeAt(at);
        if (code !== QUOTE) noteMark(keys, code);
        else {
          inText = true;
          isKey = keys.atKey();
          from = at + 1;
        }
        continue;
      }
      if (escaped) {
        escaped = false;
        continue;
      }
      at = nextMark(part, at);
      if (at === part.length) break;
      escaped = part.charCodeAt(at) === BACKSLASH;
      if (escaped) continue;
      inText = false;
      if (isKey) keys.key(nameOf(begun + part.slice(from, at)));
      begun = '';
    }
    if (inText && isKey) begun += part.slice(from);
  };
}

function noteMark(keys: JsonKeys, code: number): void {
  if (code === 0x7b || code === 0x5b) keys.open(code === 0x7b);
  else if (code === 0x7d || code === 0x5d) keys.close();
  else if (code === 0x2c) keys.next();
}

/** Where the text ends, or a character of it is escaped. */
function nextMark(part: string, from: number): number {
  for (let at = from; at < part.length; at += 1) {
    const code = part.charCodeAt(at);
    if (code === QUOTE || code === BACKSLASH) return at;
  }
  return part.length;
}

/** As it is meant: `"\u0061"` and `"a"` are one name. One that is no JSON is left to the parser. */
function nameOf(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
