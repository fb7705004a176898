import { SaxesParser } from 'saxes';
import type { AppError } from '#core/errors.ts';
import { inputError } from './failure.ts';
import { encodingInvalid, textBytes, unicodeEncoding } from './text-bytes.ts';
import type { TextBytes } from './text-bytes.ts';

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

const NO_DTD = 'Remove the DOCTYPE and entity declarations; only a scanner’s own bare one is accepted.';

/**
 * Bytes of an XML document as text, in the encoding of its byte order mark, else in the one that it declares.
 * @throws AppError ENCODING_INVALID
 */
export function decodeXml(bytes: Uint8Array): string {
  const text = textBytes(declaredEncoding(bytes.subarray(0, DECLARATION_BYTES)));
  return text.write(bytes) + text.end();
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
      throw dtdForbidden(line);
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
  const tooLarge = (what: string) => partTooLarge(what, parser.line);
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    const values = Object.values(attributes);
    if (depth > limits.depth) throw tooDeep(limits.depth, parser.line);
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

/** An element as its tag opens. */
export interface XmlElement {
  /** With its prefix, unless the options say otherwise. */
  readonly name: string;
  /** 1 for the root. */
  readonly depth: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Line of the end of its tag, from 1. */
  readonly line: number;
}

export interface XmlChunkEvents {
  readonly onOpen?: (element: XmlElement) => void;
  /** `text` is what the element holds directly, CDATA included, without that of elements within. */
  readonly onClose?: (
    name: string,
    text: string,
    place: { readonly depth: number; readonly line: number },
  ) => void;
}

export interface XmlChunkOptions {
  readonly limits?: XmlLimits;
  /** Names without prefixes: `cvrf:Title` is `Title`. */
  readonly localNames?: boolean;
  /** Document types that are accepted where they are bare or name an outside file (it is never read). */
  readonly doctypes?: readonly string[];
}

/** How a document ended; lines count from 1. */
export type XmlEnd =
  | { readonly kind: 'whole' }
  /** It ends before its root element does. */
  | { readonly kind: 'cut'; readonly line: number }
  | { readonly kind: 'broken'; readonly line: number };

/**
 * Reads XML of any size from bytes in order. A document type is refused wherever the chunks are cut, before any
 * element is handed over; entities of the document's own are never expanded.
 * @throws AppError XML_DTD_FORBIDDEN, XML_TOO_DEEP, XML_PART_TOO_LARGE, ENCODING_INVALID; what the events throw
 */
export function walkXmlChunks(
  chunks: Iterable<Uint8Array>,
  events: XmlChunkEvents,
  options: XmlChunkOptions = {},
): XmlEnd {
  const reader = xmlReader(events, options);
  for (const chunk of chunks) if (!reader.write(chunk)) break;
  return reader.end();
}

/** As `walkXmlChunks`, for bytes that arrive over time. */
export async function walkXmlStream(
  chunks: AsyncIterable<Uint8Array>,
  events: XmlChunkEvents,
  options: XmlChunkOptions = {},
): Promise<XmlEnd> {
  const reader = xmlReader(events, options);
  for await (const chunk of chunks) if (!reader.write(chunk)) break;
  return reader.end();
}

interface XmlReader {
  /** False once the document is broken: more of it says nothing. */
  readonly write: (chunk: Uint8Array) => boolean;
  readonly end: () => XmlEnd;
}

function xmlReader(events: XmlChunkEvents, options: XmlChunkOptions): XmlReader {
  const { limits = standard } = options;
  const parser = new SaxesParser({ position: true });
  const decoder = chunkDecoder();
  const pending = { characters: 0 };
  listen(parser, events, { ...options, limits, pending });
  let broken: XmlEnd | null = null;
  const attempt = (kind: 'cut' | 'broken', work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof BrokenXml)) throw error;
      broken = { kind, line: parser.line };
    }
  };
  const parse = (text: string) => {
    // The parser keeps an unfinished part until it ends.
    pending.characters += text.length;
    attempt('broken', () => parser.write(text));
    if (pending.characters > limits.text + text.length) throw partTooLarge('A part', parser.line);
  };
  return {
    write: (chunk) => {
      const text = decoder.write(chunk);
      if (broken === null && text !== '') parse(text);
      return broken === null;
    },
    end: () => {
      const text = decoder.end();
      if (broken === null && text !== '') parse(text);
      if (broken === null) attempt('cut', () => parser.close());
      return broken ?? { kind: 'whole' };
    },
  };
}

type Listening = XmlChunkOptions & { readonly limits: XmlLimits; readonly pending: { characters: number } };

function listen(
  parser: SaxesParser,
  events: XmlChunkEvents,
  { limits, pending, ...options }: Listening,
): void {
  const texts: string[] = [];
  const named = (name: string) => (options.localNames === true ? name.slice(name.indexOf(':') + 1) : name);
  const addText = (part: string) => {
    pending.characters = 0;
    const last = texts.length - 1;
    if (last < 0) return;
    const text = (texts[last] ?? '') + part;
    if (text.length > limits.text) throw partTooLarge('A text', parser.line);
    texts[last] = text;
  };
  parser.on('doctype', (doctype) => {
    if (!isAcceptedDoctype(doctype, options.doctypes ?? [])) throw dtdForbidden(parser.line);
  });
  parser.on('opentag', ({ name, attributes }) => {
    pending.characters = 0;
    texts.push('');
    if (texts.length > limits.depth) throw tooDeep(limits.depth, parser.line);
    let count = 0;
    for (const key in attributes) {
      count += 1;
      if ((attributes[key]?.length ?? 0) > limits.text) throw partTooLarge('An attribute', parser.line);
    }
    if (count > limits.attributes) throw partTooLarge('The attribute list of an element', parser.line);
    events.onOpen?.({ name: named(name), depth: texts.length, attributes, line: parser.line });
  });
  parser.on('closetag', ({ name }) => {
    pending.characters = 0;
    const depth = texts.length;
    const text = texts.pop() ?? '';
    events.onClose?.(named(name), text, { depth, line: parser.line });
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', () => void (pending.characters = 0));
  parser.on('error', () => {
    throw new BrokenXml();
  });
}

/** A name alone, or one with an outside file; never declarations of its own. */
function isAcceptedDoctype(doctype: string, accepted: readonly string[]): boolean {
  const match =
    /^\s*([\w.:-]+)\s*(?:(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+(?:"[^"]*"|'[^']*')\s*)?$/.exec(doctype);
  return match?.[1] !== undefined && accepted.includes(match[1]);
}

/** Text of the bytes: by byte order mark, else by the XML declaration, else UTF-8. */
function chunkDecoder() {
  let decoder: TextBytes | null = null;
  let held: Uint8Array = new Uint8Array(0);
  const begin = (bytes: Uint8Array) => {
    decoder = textBytes(declaredEncoding(bytes));
    return decoder.write(bytes);
  };
  return {
    write: (chunk: Uint8Array) => {
      if (decoder) return decoder.write(chunk);
      held = Buffer.concat([held, chunk]);
      return held.byteLength < DECLARATION_BYTES ? '' : begin(held);
    },
    end: () => {
      const text = decoder ? '' : begin(held);
      return text + (decoder?.end() ?? '');
    },
  };
}

/** An XML declaration ends within this. */
const DECLARATION_BYTES = 256;
const ENCODINGS = ['utf-8', 'utf8', 'us-ascii', 'iso-8859-1', 'iso-8859-15', 'windows-1252', 'utf-16'];

function declaredEncoding(head: Uint8Array): string {
  const marked = unicodeEncoding(head);
  if (marked !== 'utf-8') return marked;
  const start = Buffer.from(head.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const [, declared = 'utf-8'] =
    /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start) ?? [];
  const name = declared.toLowerCase();
  if (!ENCODINGS.includes(name)) throw encodingInvalid(name, null);
  // Declared as UTF-16 in bytes that are not: a text that was converted without its declaration.
  return name === 'utf-16' ? 'utf-8' : name;
}

/** Stops the parser at the first error; never leaves this file. */
class BrokenXml extends Error {}

function dtdForbidden(line: number): AppError {
  const message = `The XML declares a document type or entities (line ${line}).`;
  return inputError('XML_DTD_FORBIDDEN', message, NO_DTD, { line });
}

function tooDeep(depth: number, line: number): AppError {
  return tooMuch('XML_TOO_DEEP', `Elements are nested deeper than ${depth} (line ${line}).`);
}

function partTooLarge(what: string, line: number): AppError {
  return tooMuch('XML_PART_TOO_LARGE', `${what} is larger than accepted (line ${line}).`);
}

function tooMuch(code: string, message: string): AppError {
  return inputError(code, message, 'Give the file as the scanner wrote it.');
}
