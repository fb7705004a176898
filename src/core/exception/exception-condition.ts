import { lengthOf, minReason } from '../ranking/decision-text.ts';
import { isLocalDate } from '../time.ts';
import type { LocalDate } from '../time.ts';
import type { FieldProblem } from './check-content.ts';

/** What an approver asks to be met by a day; not confirmed until then, the exception is suspended. */
export interface ExceptionCondition {
  readonly id: string;
  readonly text: string;
  /** Last local day on which it may be confirmed. */
  readonly due: LocalDate;
  /** First instant at which it is too late, see `exceptionExpiresAt`. */
  readonly lapsesAt: number;
}

/** A confirmation that a condition is met. */
export interface MetCondition {
  readonly condition: string;
  readonly at: number;
  readonly person: string;
}

/** Conditions of one approval at most. */
export const maxConditions = 10;

/** The first instant at which a condition was not met in time; null = none ever is. */
export function conditionsLapseAt(
  conditions: readonly ExceptionCondition[],
  met: readonly MetCondition[],
): number | null {
  const open = conditions.filter(
    ({ id, lapsesAt }) => !met.some(({ condition, at }) => condition === id && at < lapsesAt),
  );
  return open.length === 0 ? null : Math.min(...open.map(({ lapsesAt }) => lapsesAt));
}

/** Everything that stands against attaching conditions to an approval; empty = they may be. */
export function conditionProblems(
  conditions: readonly Pick<ExceptionCondition, 'text' | 'due'>[],
  { today, until }: { readonly today: LocalDate; readonly until: LocalDate },
): readonly FieldProblem[] {
  const problem = (message: string): FieldProblem => ({ field: 'conditions', message });
  if (conditions.length > maxConditions) return [problem(`At most ${maxConditions} conditions.`)];
  return conditions.flatMap(({ text, due }) => {
    if (lengthOf(text) < minReason)
      return [problem(`Say in ${minReason} characters or more what has to be met.`)];
    if (text.length > 500) return [problem('A condition has 500 characters at most.')];
    if (!isLocalDate(due)) return [problem('Say by which day it has to be met.')];
    return due < today || due > until ? [problem(`A condition is due from today until ${until}.`)] : [];
  });
}
