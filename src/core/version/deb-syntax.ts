/** A Debian version with the borders of its parts: `[epoch:]upstream[-revision]`. */
export interface DebVersion {
  readonly text: string;
  readonly epoch: number;
  readonly upstreamStart: number;
  readonly upstreamEnd: number;
  /** Equal to the length of the text when there is no revision, which counts as revision 0. */
  readonly revisionStart: number;
}

const maxEpoch = 2_147_483_647;
const colon = 58;
const dash = 45;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isLegal = (code: number): boolean =>
  isDigit(code) ||
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  code === 46 || // .
  code === 43 || // +
  code === 126 || // ~
  code === dash ||
  code === colon;

function firstIllegal(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (!isLegal(text.charCodeAt(at))) return at;
  return -1;
}

/** Characters as people can read them in an error sentence, also when they do not print. */
function readable(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(shown);
}

function parseEpoch(text: string, end: number): number | string {
  const digits = text.slice(0, end);
  if (!/^[0-9]+$/.test(digits)) return `${readable(text)} has an epoch that is not a number`;
  const epoch = Number(digits);
  return epoch > maxEpoch ? `${readable(text)} has an epoch above ${maxEpoch}` : epoch;
}

/**
 * Reads a Debian version the way dpkg does: surrounding blanks are ignored and an upstream version may
 * start with a letter, which dpkg only warns about.
 * @returns the version, or the sentence why it is none.
 */
export function parseDeb(raw: string): DebVersion | string {
  const text = raw.trim();
  if (text === '') return 'the version is empty';
  const colonAt = text.indexOf(':');
  const epoch = colonAt === -1 ? 0 : parseEpoch(text, colonAt);
  if (typeof epoch === 'string') return epoch;
  const upstreamStart = colonAt + 1;
  const illegalAt = firstIllegal(text, upstreamStart);
  if (illegalAt !== -1) {
    const character = String.fromCodePoint(text.codePointAt(illegalAt) ?? 0);
    return `${readable(text)} holds ${readable(character)}, which no Debian version may hold`;
  }
  const dashAt = text.lastIndexOf('-');
  const upstreamEnd = dashAt < upstreamStart ? text.length : dashAt;
  if (upstreamEnd === upstreamStart) return `${readable(text)} has no upstream version`;
  const revisionStart = dashAt < upstreamStart ? text.length : dashAt + 1;
  if (dashAt >= upstreamStart && revisionStart === text.length)
    return `${readable(text)} ends in an empty revision`;
  if (text.includes(':', revisionStart)) return `${readable(text)} has a colon in its revision`;
  return { text, epoch, upstreamStart, upstreamEnd, revisionStart };
}
