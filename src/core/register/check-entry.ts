import type { FieldProblem } from '../exception/check-content.ts';
import { lengthOf } from '../ranking/decision-text.ts';
import { isLocalDate } from '../time.ts';
import type { EntryContent } from './register-event.ts';
import type { RegisterField, RegisterKind } from './register-kind.ts';
import { holds } from './register-standing.ts';

const longest = { line: 300, text: 4000, count: 9, day: 10, choice: 100 } as const;

const wrong: Readonly<Record<RegisterField['form'], (value: string, field: RegisterField) => string | null>> =
  {
    line: () => null,
    text: () => null,
    count: (value) => (/^\d+$/.test(value) ? null : 'Give a whole number.'),
    day: (value) => (isLocalDate(value) ? null : 'Give a day such as 2026-08-31.'),
    choice: (value, { options = [] }) =>
      options.some((option) => option.value === value) ? null : 'Choose one of these.',
  };

function isNeeded({ needed }: RegisterField, { fields }: EntryContent): boolean {
  return typeof needed === 'boolean' ? needed : holds(needed, fields);
}

function problemOf(field: RegisterField, content: EntryContent): string | null {
  const value = content.fields[field.name] ?? '';
  if (lengthOf(value) === 0) return isNeeded(field, content) ? 'This is needed.' : null;
  if (value.length > longest[field.form]) return `At most ${longest[field.form]} characters.`;
  return wrong[field.form](value, field);
}

/** Everything that stands against recording an entry; empty = it may be recorded. */
export function entryProblems(kind: RegisterKind, content: EntryContent): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (lengthOf(content.title) < 3) problems.push({ field: 'title', message: 'Give it a name.' });
  for (const field of kind.fields) {
    const message = problemOf(field, content);
    if (message !== null) problems.push({ field: field.name, message });
  }
  if (kind.evidence !== null && content.evidence.length === 0)
    problems.push({ field: 'files', message: `Attach ${kind.evidence}.` });
  return problems;
}
