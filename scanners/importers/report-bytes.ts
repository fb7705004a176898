import { textBytes, unicodeEncoding } from '../text-bytes.ts';
import type { TextBytes } from '../text-bytes.ts';
import { reportEmptyFile } from './report-error.ts';
import type { ReportDocument } from './report-importer.ts';

/**
 * A document as text in parts: UTF-8, or UTF-16 with a byte order mark; the mark is taken off.
 * @throws AppError ENCODING_INVALID, FILE_EMPTY when there is nothing but blanks.
 */
export function* textParts(document: ReportDocument): Generator<string> {
  let decoder: TextBytes | null = null;
  let blank = true;
  for (const chunk of document.chunks()) {
    if (chunk.byteLength === 0) continue;
    decoder ??= textBytes(unicodeEncoding(chunk));
    const text = decoder.write(chunk);
    blank &&= text.trim() === '';
    if (text !== '') yield text;
  }
  // What is left in the decoder is an incomplete character.
  decoder?.end();
  if (blank) throw reportEmptyFile();
}

/** True for a text that is read from UTF-16. */
export function isConverted(document: ReportDocument): boolean {
  const [first = new Uint8Array(0)] = document.chunks();
  return unicodeEncoding(first) !== 'utf-8';
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
