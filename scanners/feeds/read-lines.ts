import { feedInvalid } from './feed-error.ts';
import type { FeedDocument } from './feed.ts';

export interface LineOptions {
  /** Name of the feed, for errors. */
  readonly feed: string;
  /** Longest line, in UTF-16 units. */
  readonly maxLength?: number;
}

export interface LinesEnd {
  readonly lines: number;
  /** False where the last line has no line end: it may have been cut off. */
  readonly isLastEnded: boolean;
}

export interface LineReader {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => LinesEnd;
}

const MAX_LINE = 1024 * 1024;

/**
 * Hands over a text line by line, without line ends (LF or CRLF) and without a byte order mark; lines count from 1.
 * @throws AppError FEED_INVALID for a line that is too long, a NUL, or text that is not UTF-8
 */
export async function eachLine(
  document: FeedDocument,
  options: LineOptions,
  onLine: (text: string, line: number) => void,
): Promise<LinesEnd> {
  const reader = lineReader(document.name, options, onLine);
  for await (const chunk of document.bytes()) reader.write(chunk);
  return reader.end();
}

/** The same for bytes that the caller brings, in order. @param name of the document, for errors */
export function lineReader(
  name: string,
  { feed, maxLength = MAX_LINE }: LineOptions,
  onLine: (text: string, line: number) => void,
): LineReader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let lines = 0;
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw feedInvalid(feed, `${name}, behind line ${lines}`, 'it is not UTF-8 text');
    }
  };
  const hand = (text: string) => {
    lines += 1;
    if (text.length > maxLength)
      throw feedInvalid(feed, `${name}, line ${lines}`, `the line is longer than ${maxLength} characters`);
    if (text.includes('\0')) throw feedInvalid(feed, `${name}, line ${lines}`, 'it has a NUL character');
    onLine(text.endsWith('\r') ? text.slice(0, -1) : text, lines);
  };
  return {
    write: (chunk) => {
      const parts = (rest + decode(chunk)).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) hand(part);
      if (rest.length > maxLength) hand(rest);
    },
    end: () => {
      rest += decode();
      const isLastEnded = rest === '';
      if (!isLastEnded) hand(rest);
      return { lines, isLastEnded };
    },
  };
}
