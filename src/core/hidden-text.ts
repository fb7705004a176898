/**
 * Characters that do not show, or that act where they are shown: controls but tab and line ends, and the marks that turn
 * the direction of text around.
 */
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const VISIBLE = /[^\s\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const EVERY_HIDDEN = new RegExp(HIDDEN, 'g');
const SHOWN = /␀|\\x([0-9a-f]{2})|\\u([0-9a-f]{4})/g;

export function hasHidden(text: string): boolean {
  return HIDDEN.test(text);
}

/** True for an empty text, and one of blanks and characters that do not show. */
export function showsNothing(text: string): boolean {
  return !VISIBLE.test(text);
}

/** For comparing with names of other sources only: what is kept and shown is the text as it came. */
export function withoutHidden(text: string): string {
  return hasHidden(text) ? text.replace(EVERY_HIDDEN, '') : text;
}

/** The text with what does not show made visible: `␀` for NUL, else an escape as in `\x1b` and `\u202e`. */
export function shownText(text: string): string {
  return hasHidden(text) ? text.replace(EVERY_HIDDEN, shownCharacter) : text;
}

/** The text that `shownText` shows so; for names that come back from a page. */
export function textAsShown(shown: string): string {
  return shown.replace(SHOWN, (mark: string, byte?: string, unit?: string) => {
    const character = String.fromCharCode(Number.parseInt(byte ?? unit ?? '0', 16));
    return hasHidden(character) ? character : mark;
  });
}

function shownCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0) return '␀';
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
