import { AppError } from '../errors.ts';

/** Shortest reason of a decision, in characters without outer and repeated blanks. */
export const minReason = 10;
/** Longest text of a decision. */
export const maxText = 2_000;
const maxEntry = 500;
const maxEntries = 20;

/** The answer to input of a decision that cannot be used. */
export function decisionInvalid(field: string, message: string): AppError {
  return new AppError({
    code: 'DECISION_INVALID',
    message: `${field}: ${message}`,
    remedy: 'Correct this field and send the decision again.',
    where: { field },
  });
}

/** Characters as a person counts them: blanks at the ends and repeated ones do not make a reason longer. */
export function lengthOf(text: string): number {
  return [...text.trim().replace(/\s+/gu, ' ')].length;
}

/** A text of `min` to 2,000 characters, trimmed. @throws AppError DECISION_INVALID */
export function textOf(value: unknown, field: string, min: number): string {
  if (typeof value !== 'string' || lengthOf(value) < min || value.length > maxText)
    throw decisionInvalid(field, `must be a text of ${min} to ${maxText} characters.`);
  return value.trim();
}

/** At most 20 texts of 1 to 500 characters, at least `min` of them. @throws AppError DECISION_INVALID */
export function textsOf(value: unknown, field: string, min: number): readonly string[] {
  if (!Array.isArray(value) || value.length < min || value.length > maxEntries)
    throw decisionInvalid(field, `must be a list of ${min} to ${maxEntries} texts.`);
  return value.map((entry: unknown, index) => {
    const text = textOf(entry, `${field}.${index}`, 1);
    if (text.length > maxEntry)
      throw decisionInvalid(`${field}.${index}`, `may have ${maxEntry} characters at most.`);
    return text;
  });
}

/** The fields of an object from outside; one that is not known is refused, because it may be a misspelt one. */
export function fieldsOf(input: unknown, known: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw decisionInvalid('decision', 'is missing or no object.');
  const fields = new Map<string, unknown>(Object.entries(input));
  const stranger = [...fields.keys()].find((key) => !known.includes(key));
  if (stranger !== undefined) throw decisionInvalid(stranger.slice(0, 100), 'is no field of this decision.');
  return fields;
}

/** One of the allowed words. @throws AppError DECISION_INVALID */
export function memberOf<Value extends string>(
  allowed: readonly Value[],
  value: unknown,
  field: string,
): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw decisionInvalid(field, `must be one of ${allowed.join(', ')}.`);
  return found;
}
