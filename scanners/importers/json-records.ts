import { JSONParser } from '@streamparser/json';
import { jsonGuard } from '../json-guard.ts';
import { textParts } from './report-bytes.ts';
import { reportInvalid, reportLineTooLong, reportTruncated } from './report-error.ts';
import type { ReportDocument } from './report-importer.ts';

/** An object of a JSON report as it was read; look only through the functions below. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Where a value stood: keys and indices from the root. */
export type JsonPath = readonly (string | number)[];

const MAX_DEPTH = 100;
const LINE_CHARACTERS = 16 * 1024 * 1024;

/**
 * Reads a JSON report of any size; `take` gets each value that one of `paths` names (`$.hits.hits.*`, `$`), in
 * the order in which they end. Values taken are not kept in their parents.
 * @throws AppError FILE_EMPTY, ENCODING_INVALID, REPORT_TRUNCATED (ends before its end), REPORT_INVALID (no JSON),
 * and as `jsonGuard`
 */
export function readJson(
  document: ReportDocument,
  paths: readonly string[],
  take: (value: unknown, path: JsonPath) => void,
): void {
  const parser = new JSONParser({ paths: [...paths], keepStack: false, stringBufferSize: 65536 });
  // An error of `take` must not be mistaken for one of the parser.
  let thrown: { readonly error: unknown } | null = null;
  let broken = false;
  parser.onValue = ({ value, key, stack }) => {
    if (thrown !== null) return;
    try {
      take(value, [
        ...stack.slice(1).map((element) => element.key ?? ''),
        ...(key === undefined ? [] : [key]),
      ]);
    } catch (error) {
      thrown = { error };
    }
  };
  parser.onError = () => {
    broken = true;
  };
  const guard = jsonGuard(MAX_DEPTH);
  let line = 1;
  for (const part of textParts(document)) {
    if (parser.isEnded && part.trim() !== '') throw reportInvalid('something follows the JSON', { line });
    // First: the parser would call it broken, or keep all of it.
    guard(part);
    if (!parser.isEnded) parser.write(part);
    if (thrown !== null) throw (thrown as { error: unknown }).error;
    if (broken) throw reportInvalid('it is not JSON', { line });
    line += part.split('\n').length - 1;
  }
  if (!parser.isEnded) throw reportTruncated({ line });
}

/**
 * Reads a file with one JSON document per line.
 * @throws AppError as `readJson`; a last line that is no whole document is REPORT_TRUNCATED; LINE_TOO_LONG
 */
export function readJsonLines(document: ReportDocument, take: (value: unknown, line: number) => void): void {
  let rest = '';
  let line = 0;
  const one = (text: string, isLast: boolean): void => {
    line += 1;
    if (text.trim() !== '') take(parseLine(text, line, isLast), line);
  };
  for (const part of textParts(document)) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARACTERS) throw reportLineTooLong({ line: line + 1 });
    for (const text of lines) one(text, false);
  }
  if (rest !== '') one(rest, true);
}

function parseLine(text: string, line: number, isLast: boolean): unknown {
  jsonGuard(MAX_DEPTH)(text);
  try {
    return JSON.parse(text);
  } catch {
    throw isLast ? reportTruncated({ line }) : reportInvalid('a line is not JSON', { line });
  }
}

/** The value as an object, or null for everything else. */
export function jsonObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own, never one of the prototype. */
export function jsonField(object: JsonObject | null, ...path: readonly string[]): unknown {
  let value: unknown = object;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/** A text member; numbers are written out; null for everything else and for ''. */
export function jsonText(object: JsonObject | null, ...path: readonly string[]): string | null {
  const value = jsonField(object, ...path);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A number member, also when written as text; null for everything else. */
export function jsonNumber(object: JsonObject | null, ...path: readonly string[]): number | null {
  const text = jsonText(object, ...path);
  const number = text === null ? NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

/** An array member; empty for everything else. */
export function jsonList(object: JsonObject | null, ...path: readonly string[]): readonly unknown[] {
  const value = jsonField(object, ...path);
  return Array.isArray(value) ? value : [];
}

/** Texts of an array member; other elements are left out. */
export function jsonTexts(object: JsonObject | null, ...path: readonly string[]): string[] {
  return jsonList(object, ...path).filter((value): value is string => typeof value === 'string');
}

/** Whether a setting is used: what is not is false, '', null, 0 or empty, or left out. */
export function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
