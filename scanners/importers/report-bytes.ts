import { unicodeEncoding } from '../xml.ts';
import { reportEmptyFile, reportEncodingInvalid } from './report-error.ts';
import type { ReportDocument } from './report-importer.ts';

/**
 * A document as text in parts: UTF-8, or UTF-16 with a byte order mark; the mark is taken off.
 * @throws AppError ENCODING_INVALID, FILE_EMPTY when there is nothing but blanks.
 */
export function* textParts(document: ReportDocument): Generator<string> {
  let decoder: TextDecoder | null = null;
  let encoding = 'utf-8';
  let blank = true;
  for (const chunk of document.chunks()) {
    if (chunk.byteLength === 0) continue;
    if (decoder === null) {
      encoding = unicodeEncoding(chunk);
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    const text = decode(decoder, encoding, chunk);
    blank &&= text.trim() === '';
    if (text !== '') yield text;
  }
  // What is left in the decoder is an incomplete character.
  if (decoder !== null) decode(decoder, encoding, null);
  if (blank) throw reportEmptyFile();
}

function decode(decoder: TextDecoder, encoding: string, chunk: Uint8Array | null): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw reportEncodingInvalid(encoding);
  }
}

/** The whole document as text, for formats that are small by nature. @throws as `textParts`, and `tooLarge()` */
export function wholeText(document: ReportDocument, maxCharacters: number, tooLarge: () => Error): string {
  const parts: string[] = [];
  let length = 0;
  for (const part of textParts(document)) {
    length += part.length;
    if (length > maxCharacters) throw tooLarge();
    parts.push(part);
  }
  return parts.join('');
}
