import { SaxesParser } from 'saxes';
import type { AppError } from '#core/errors.ts';
import { inputError } from './failure.ts';

export interface XmlLimits {
  readonly depth: number;
  readonly attributes: number;
  /** Characters of one text or attribute value. */
  readonly text: number;
}

export interface XmlEvents {
  readonly onOpen?: (name: string, depth: number) => void;
  /** `end` is the offset behind the closing tag, in UTF-16 units of the text given. */
  readonly onClose?: (name: string, depth: number, end: number) => void;
}

const standard: XmlLimits = { depth: 64, attributes: 256, text: 1024 * 1024 };

const NO_DTD = 'Remove the DOCTYPE and entity declarations; only nmap’s own bare one is accepted.';

/** Encoding by the byte order mark; UTF-8 without one. */
export function unicodeEncoding([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Bytes of an XML document as text: UTF-8, or UTF-16 with a byte order mark. @throws AppError ENCODING_INVALID */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = unicodeEncoding(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw inputError(
      'ENCODING_INVALID',
      `The file is not valid ${encoding.toUpperCase()} text.`,
      'Save it as UTF-8.',
    );
  }
}

/**
 * Refuses any document type but one bare `<!DOCTYPE allowed>`, and every entity declaration, before a parser
 * sees the text: no parser's own entity limits are relied on.
 * @throws AppError XML_DTD_FORBIDDEN
 */
export function refuseDtd(text: string, allowed: string): void {
  const bare = `<!DOCTYPE ${allowed}>`;
  let seen = 0;
  for (const match of text.matchAll(/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/gi)) {
    seen += 1;
    if (seen > 1 || !text.startsWith(bare, match.index)) {
      const line = text.slice(0, match.index).split('\n').length;
      throw inputError(
        'XML_DTD_FORBIDDEN',
        `The XML declares a document type or entities (line ${line}).`,
        NO_DTD,
        { line },
      );
    }
  }
}

/**
 * The one streaming XML entry point. Call `refuseDtd` first.
 * @returns null when well-formed to its end, else the line at which it stopped being so (cut off or broken).
 * @throws AppError XML_TOO_DEEP, XML_PART_TOO_LARGE
 */
export function walkXml(
  text: string,
  events: XmlEvents,
  limits: XmlLimits = standard,
): { brokenAtLine: number } | null {
  const parser = new SaxesParser({ position: true });
  let depth = 0;
  const tooLarge = (what: string) =>
    tooMuch('XML_PART_TOO_LARGE', `${what} is larger than accepted (line ${parser.line}).`);
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    const values = Object.values(attributes);
    if (depth > limits.depth)
      throw tooMuch('XML_TOO_DEEP', `Elements are nested deeper than ${limits.depth} (line ${parser.line}).`);
    if (values.length > limits.attributes) throw tooLarge('The attribute list of an element');
    if (values.some((value) => String(value).length > limits.text)) throw tooLarge('An attribute');
    events.onOpen?.(name, depth);
  });
  parser.on('closetag', ({ name }) => {
    events.onClose?.(name, depth, parser.position);
    depth -= 1;
  });
  parser.on('text', (part) => {
    if (part.length > limits.text) throw tooLarge('A text');
  });
  parser.on('error', () => {
    throw new BrokenXml();
  });
  try {
    parser.write(text).close();
    return null;
  } catch (error) {
    if (error instanceof BrokenXml) return { brokenAtLine: parser.line };
    throw error;
  }
}

/** Stops the parser at the first error; never leaves this file. */
class BrokenXml extends Error {}

function tooMuch(code: string, message: string): AppError {
  return inputError(code, message, 'Give the file as the scanner wrote it.');
}
