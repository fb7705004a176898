import { AppError } from '../errors.ts';
import { parseDuration } from '../sla/duration.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with which field of a policy. */
export function invalid(field: string, message: string): AppError {
  return new AppError({
    code: 'POLICY_INVALID',
    message: `${field}: ${message}`,
    remedy: 'Correct this field of the policy and publish again.',
    where: { field },
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown, field: string): Fields {
  if (!isFields(value)) throw invalid(field, 'is missing or no object.');
  return value;
}

export function textOf(value: unknown, field: string, most = 200): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > most) {
    throw invalid(field, `must be a text of 1 to ${most} characters.`);
  }
  return value;
}

export function durationOf(value: unknown, field: string): string {
  const text = textOf(value, field);
  try {
    parseDuration(text);
  } catch (cause) {
    const message = `${field}: the duration must be between one hour and 3650 days.`;
    const remedy = 'Write hours as PT48H, days as P14D or months as P1M.';
    throw new AppError({ code: 'SLA_RANGE', message, remedy, where: { field }, cause });
  }
  return text;
}

export function memberOf<Value extends string>(
  allowed: readonly Value[],
  value: unknown,
  field: string,
): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(field, `must be one of ${allowed.join(', ')}.`);
  return found;
}

export function textsOf(value: unknown, field: string): string[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid(field, 'must be a list that is not empty.');
  return value.map((item, index) => textOf(item, `${field}[${index}]`));
}

export function wholeNumber(value: unknown, field: string, min: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min) {
    throw invalid(field, `must be a whole number from ${min} on.`);
  }
  return value;
}
