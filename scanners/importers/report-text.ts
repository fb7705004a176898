/** Evidence is what the tool saw, not a document. */
const EVIDENCE_CHARACTERS = 4000;
const LINE_CHARACTERS = 500;

// Controls but tab and line feed, and the marks that turn the direction of text around.
const UNSHOWN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text of several lines for evidence and remedies: no control characters, at most 4,000 characters. */
export function evidenceText(text: string): string {
  // Cut first: a megabyte of output must not be cleaned for its first page.
  const head = text.length > 2 * EVIDENCE_CHARACTERS ? text.slice(0, 2 * EVIDENCE_CHARACTERS) : text;
  return cut(head.replaceAll('\r\n', '\n').replace(UNSHOWN, '').trim(), EVIDENCE_CHARACTERS);
}

/** One line for names, titles and versions: blanks folded, no control characters, at most 500 characters. */
export function lineText(text: string): string {
  const head = text.length > 4 * LINE_CHARACTERS ? text.slice(0, 4 * LINE_CHARACTERS) : text;
  return cut(head.replace(/\s+/g, ' ').replace(UNSHOWN, '').trim(), LINE_CHARACTERS);
}

/** As `lineText`; null when nothing is left. */
export function lineOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const line = lineText(text);
  return line === '' ? null : line;
}

/** As `evidenceText`; null when nothing is left. */
export function remedyOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const clean = evidenceText(text);
  return clean === '' ? null : clean;
}

/** Never between the halves of a surrogate pair. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
