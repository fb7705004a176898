import { showsNothing } from '#core/hidden-text.ts';
import { remembered } from './remembered.ts';

/** Evidence is what the tool saw, not a document. */
const EVIDENCE_CHARACTERS = 4000;
const LINE_CHARACTERS = 500;

// They stand between the parts of keys and rows here, so that no text may hold them: their pictures take their place.
const SEPARATORS = /[\x1c-\x1f]/g;
const PICTURES = 0x2400;

/** Text of several lines for evidence and remedies, as it came but for its line ends; at most 4,000 characters. */
export function evidenceText(text: string): string {
  // Cut first: a megabyte of output must not be cleaned for its first page.
  const head = text.length > 2 * EVIDENCE_CHARACTERS ? text.slice(0, 2 * EVIDENCE_CHARACTERS) : text;
  return cut(apart(head.replaceAll('\r\n', '\n')).trim(), EVIDENCE_CHARACTERS);
}

/** One line for names, titles and versions, as it came but for blanks, which are folded; at most 500 characters. */
export function lineText(text: string): string {
  if (text.length <= LINE_CHARACTERS && PLAIN.test(text)) return text;
  const head = text.length > 4 * LINE_CHARACTERS ? text.slice(0, 4 * LINE_CHARACTERS) : text;
  return cut(apart(head.replace(/\s+/g, ' ')).trim(), LINE_CHARACTERS);
}

/** Most lines, which are as they are to be. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** As `lineText`; null when nothing of it shows. */
export function lineOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const line = lineText(text);
  return showsNothing(line) ? null : line;
}

/** As `evidenceText`; null when nothing of it shows. */
export function remedyOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : shownRemedy(text);
}

const shownRemedy = remembered((text) => {
  const clean = evidenceText(text);
  return showsNothing(clean) ? null : clean;
});

function apart(text: string): string {
  return text.replace(SEPARATORS, (character) => String.fromCharCode(PICTURES + character.charCodeAt(0)));
}

/** Never between the halves of a surrogate pair. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
