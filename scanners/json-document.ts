import { z } from 'zod';
import { isAppError } from '#core/errors.ts';
import type { AppError } from '#core/errors.ts';
import { fromIso, toIso } from '#core/time.ts';
import { inputError } from './failure.ts';
import { jsonGuard } from './json-guard.ts';
import { textOfBytes } from './text-bytes.ts';

/** A JSON document of ours that other tools write: what it is called in errors, and where it is described. */
export interface DocumentKind<T> {
  /** Error code when it is not of this form, such as INVENTORY_INVALID. */
  readonly code: string;
  /** As in "The file is not …". */
  readonly title: string;
  readonly schema: z.ZodType<T>;
}

const MAX_FIELD = 120;
const MAX_DEPTH = 100;
const MAX_DOCUMENTS = 10_000;

/**
 * Reads and checks a JSON document.
 * @throws AppError FILE_EMPTY, ENCODING_INVALID; TIME_ZONE_MISSING and DATE_INVALID with the field of a time, the kind's
 * code with any other field that is wrong, or with line and column where the text is no JSON (cut off, for instance);
 * and as `jsonGuard`. Values are never repeated.
 */
export function readJsonDocument<T>(bytes: Uint8Array, kind: DocumentKind<T>): T {
  return check(parseJson(bytes, kind), kind.schema, kind);
}

/** As `readJsonDocument`, for a file that holds one document or an array of them; fields of an array begin with
 * the place, counted from 0. */
export function readJsonDocuments<T>(bytes: Uint8Array, kind: DocumentKind<T>): readonly T[] {
  const value = parseJson(bytes, kind);
  if (!Array.isArray(value)) return [check(value, kind.schema, kind)];
  return check(value, z.array(kind.schema).min(1).max(MAX_DOCUMENTS), kind);
}

function check<T, K>(value: unknown, schema: z.ZodType<T>, kind: DocumentKind<K>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = (issue?.path.join('.') ?? '').slice(0, MAX_FIELD);
  const code = issue?.code === 'custom' ? timeCode(issue.params) : null;
  if (code !== null) throw timeInvalid(code, field);
  throw invalid(kind, field === '' ? '' : ` at ${field}`, {
    why: issue?.message ?? '',
    where: field === '' ? undefined : { field },
  });
}

function parseJson<T>(bytes: Uint8Array, kind: DocumentKind<T>): unknown {
  const text = textOfBytes(bytes);
  if (text.trim() === '')
    throw inputError('FILE_EMPTY', 'The file is empty.', 'Give the file the tool wrote.');
  jsonGuard(MAX_DEPTH)(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw brokenJson(kind, text, error);
  }
}

/** V8 names the place only where the text does not simply end. */
function brokenJson<T>(kind: DocumentKind<T>, text: string, error: unknown): AppError {
  const [, place] = /at position (\d+)/.exec(String(error)) ?? [];
  const before = text.slice(0, place === undefined ? text.length : Number(place)).split('\n');
  const where = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const atEnd = place === undefined || Number(place) >= text.trimEnd().length;
  const at = ` in line ${where.line}, column ${where.column}`;
  return invalid(kind, at, { why: atEnd ? 'It is cut off' : 'It is not JSON', where });
}

function invalid<T>(
  { code, title }: DocumentKind<T>,
  at: string,
  { why, where }: { why: string; where: Record<string, string | number> | undefined },
): AppError {
  const remedy =
    'Correct it as the guide "Inventory and advisories from other tools" describes, then import it again.';
  return inputError(code, `The file is not ${title}${at}. ${why.replace(/\.$/, '')}.`, remedy, where);
}

/** Text that a page can show and a line of a section can hold: 1 to `max` characters, none of them control. */
export function shortText(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'it holds a control character');
}

/** An ISO 8601 instant with its zone; read as UTC with milliseconds and Z. */
export const instantText = z
  .string()
  .max(40)
  .transform((text, context) => {
    try {
      return toIso(fromIso(text));
    } catch (error) {
      if (!isAppError(error)) throw error;
      context.addIssue({ code: 'custom', message: error.message, params: { code: error.code } });
      return z.NEVER;
    }
  });

const timeCodes = ['TIME_ZONE_MISSING', 'DATE_INVALID'] as const;

/** The code of a time that cannot be read, null for everything else. */
function timeCode(params: Readonly<Record<string, unknown>> | undefined): (typeof timeCodes)[number] | null {
  return timeCodes.find((code) => code === params?.['code']) ?? null;
}

function timeInvalid(code: (typeof timeCodes)[number], field: string): AppError {
  const why = code === 'DATE_INVALID' ? 'is not a time that there is' : 'has no zone';
  const remedy = 'Write it as 2026-05-31T08:00:00.000Z, or with an offset such as +02:00.';
  return inputError(code, `The time at ${field} ${why}.`, remedy, { field });
}
