import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import type { ParsedTokenInfo } from '@streamparser/json';
import { isAppError } from '#core/errors.ts';
import { jsonGuard } from '../json-guard.ts';
import { createJsonKeys } from '../json-keys.ts';
import type { JsonKeys } from '../json-keys.ts';
import { feedEmpty, feedInvalid, feedTooLarge, feedTruncated } from './feed-error.ts';
import type { FeedDocument } from './feed.ts';

export interface JsonLimits {
  readonly depth: number;
  /** Bytes of one value that is handed over, about. */
  readonly valueBytes: number;
}

export interface JsonMember {
  readonly value: unknown;
  /** Name in the object, or index in the array; null for the document itself. */
  readonly key: string | number | null;
  /** Where it is, such as `$.vulnerabilities[3]`. */
  readonly at: () => string;
}

export interface JsonOptions {
  /** Name of the feed, for errors. */
  readonly feed: string;
  /** What to hand over: `$.vulnerabilities.*`, `$.*.CVE`; nothing else is kept in memory. */
  readonly paths: readonly string[];
  readonly limits?: JsonLimits;
}

export interface JsonReader {
  /** @throws AppError FEED_INVALID, FEED_TOO_LARGE, and as `JsonKeys` */
  readonly write: (chunk: Uint8Array) => void;
  /** @throws AppError FEED_TRUNCATED, FEED_EMPTY */
  readonly end: () => void;
}

export const jsonLimits: JsonLimits = { depth: 64, valueBytes: 64 * 1024 * 1024 };

/**
 * Reads a document of any size and hands over the values at `paths` as they are complete, in document order.
 * @throws AppError FEED_INVALID with the byte, FEED_TRUNCATED, FEED_EMPTY, FEED_TOO_LARGE, JSON_TOO_DEEP, JSON_DUPLICATE_KEY,
 * JSON_KEY_FORBIDDEN, JSON_TOO_WIDE; what `onValue` throws
 */
export async function eachJsonMember(
  document: FeedDocument,
  options: JsonOptions,
  onValue: (member: JsonMember) => void,
): Promise<void> {
  const reader = jsonReader(document.name, options, onValue);
  for await (const chunk of document.bytes()) reader.write(chunk);
  reader.end();
}

/** The same for bytes that the caller brings, in order. @param name of the document, for errors */
export function jsonReader(
  name: string,
  { feed, paths, limits = jsonLimits }: JsonOptions,
  onValue: (member: JsonMember) => void,
): JsonReader {
  const tokenizer = new Tokenizer();
  const parser = new TokenParser({ paths: [...paths], keepStack: false });
  const valueDepth = Math.max(...paths.map((path) => path.split('.').length - 1));
  const keys = createJsonKeys(limits.depth);
  const failed: { thrown: unknown } = { thrown: null };
  let written = 0;
  let depth = 0;
  let valueStart = 0;
  let lastToken = 0;
  const place = (byte: number) => `${name}, byte ${byte}`;
  const tooLarge = () =>
    feedTooLarge(feed, `a value of more than ${limits.valueBytes} bytes (${place(valueStart)})`);

  tokenizer.onToken = (info) => {
    lastToken = info.offset;
    if (info.token === TokenType.LEFT_BRACE || info.token === TokenType.LEFT_BRACKET) depth += 1;
    if (info.token === TokenType.RIGHT_BRACE || info.token === TokenType.RIGHT_BRACKET) depth -= 1;
    noteToken(keys, info);
    if (depth <= valueDepth) valueStart = info.offset;
    else if (info.offset - valueStart > limits.valueBytes) throw tooLarge();
    parser.write(info);
  };
  parser.onValue = ({ value, key, stack }) => {
    try {
      onValue({ value, key: key ?? null, at: () => pathOf([...stack.map((level) => level.key), key]) });
    } catch (error) {
      failed.thrown = error;
      throw error;
    }
  };
  return {
    write: (chunk) => {
      if (parser.isEnded && isBlank(chunk)) return;
      try {
        tokenizer.write(chunk);
      } catch (error) {
        if (isAppError(error) || error === failed.thrown) throw error;
        throw feedInvalid(feed, place(Math.max(lastToken, 0)), 'behind this it is not JSON');
      }
      written += chunk.byteLength;
      if (written - lastToken > limits.valueBytes && !parser.isEnded) throw tooLarge();
    },
    end: () => {
      try {
        // A number at the end is complete only now.
        if (!tokenizer.isEnded) tokenizer.end();
      } catch {
        if (parser.isEnded)
          throw feedInvalid(feed, place(lastToken), 'something follows behind the document');
      }
      if (parser.isEnded) return;
      if (lastToken === 0 && depth === 0) throw feedEmpty(feed);
      throw feedTruncated(feed, place(written));
    },
  };
}

function noteToken(keys: JsonKeys, { token, value }: Pick<ParsedTokenInfo, 'token' | 'value'>): void {
  if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET)
    keys.open(token === TokenType.LEFT_BRACE);
  else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) keys.close();
  else if (token === TokenType.COMMA) keys.next();
  else if (token === TokenType.STRING && keys.atKey()) keys.key(String(value));
}

/**
 * A small document as one value.
 * @throws AppError FEED_INVALID, FEED_TRUNCATED with the byte, FEED_EMPTY, FEED_TOO_LARGE, and as `jsonGuard`
 */
export async function readJsonWhole(
  document: FeedDocument,
  { feed, maxBytes = jsonLimits.valueBytes }: { readonly feed: string; readonly maxBytes?: number },
): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of document.bytes()) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw feedTooLarge(feed, `${document.name} has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return parseJson(Buffer.concat(parts), feed, document.name);
}

function parseJson(bytes: Uint8Array, feed: string, name: string): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw feedInvalid(feed, name, 'it is not UTF-8 text');
  }
  if (text.trim() === '') throw feedEmpty(feed);
  jsonGuard(jsonLimits.depth)(text);
  try {
    return JSON.parse(text);
  } catch {
    // V8 names the place of some errors only; the streaming reader always knows it.
    const reader = jsonReader(name, { feed, paths: ['$'] }, () => undefined);
    reader.write(bytes);
    reader.end();
    throw feedInvalid(feed, name, 'it is not JSON');
  }
}

function pathOf(keys: readonly (string | number | undefined)[]): string {
  const steps = keys.filter((key) => key !== undefined);
  return `$${steps.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')}`;
}

function isBlank(chunk: Uint8Array): boolean {
  return chunk.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
