/**
 * Characters that a terminal would obey or that change how others read: controls (ESC among them), format
 * characters (direction marks, zero-width ones, tags), line and paragraph separators, lone surrogates.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const NAMED: Readonly<Record<string, string>> = { '\0': '␀', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text from elsewhere, safe to print on a terminal: what could act is shown as its escape, `\x1b`. */
export function visibleText(text: string): string {
  return text.replace(UNSAFE, (character) => NAMED[character] ?? escapeOf(character));
}

/** As `visibleText`, on the lines that it has; all but the first stand in from the left, so that none passes for ours. */
export function visibleLines(text: string, indent: number): string {
  const [first = '', ...rest] = text.split('\n').map(visibleText);
  return [first, ...rest.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))].join('\n');
}

/** JSON text whose strings hold such characters as `\u` escapes only: the same document, harmless to show. */
export function visibleJson(json: string): string {
  return json.replace(UNSAFE, (character) => (character === '\n' ? character : utf16Escapes(character)));
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

function utf16Escapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
