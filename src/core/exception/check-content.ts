import type { Rank } from '../policy/rank.ts';
import { lengthOf, minReason } from '../ranking/decision-text.ts';
import { addDays, daysBetween } from '../sla/calendar.ts';
import { isLocalDate } from '../time.ts';
import type { LocalDate } from '../time.ts';
import { filledFields, isBounded, worksheetFields } from './exception-content.ts';
import type { ExceptionContent } from './exception-content.ts';
import type { ExceptionLimits } from './exception-limits.ts';

/** What is wrong with one field. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What a request is measured by. */
export interface RequestMeasure {
  /** Local day in the policy's zone. */
  readonly today: LocalDate;
  readonly limits: ExceptionLimits;
  /** Worst rank of what it covers. */
  readonly rank: Rank;
  /** Findings it covers now. */
  readonly covered: number;
  /** How many renewals it would be after the first request; 0 = it is the first. */
  readonly renewal: number;
}

/** The last day the policy allows for an exception that begins today. */
export function lastAllowedDay({ limits, rank, today }: Pick<RequestMeasure, 'limits' | 'rank' | 'today'>) {
  return addDays(today, limits.days[rank]);
}

/** Why a last day cannot be taken; null = it can. */
export function periodProblem(until: LocalDate | null, measure: RequestMeasure): string | null {
  const { today, limits, rank } = measure;
  if (until === null || !isLocalDate(until)) return 'Say until which day, such as 2026-08-31.';
  if (until < today) return 'The last day lies before today.';
  const days = daysBetween(today, until);
  if (days <= limits.days[rank]) return null;
  return `That is ${days} days; the policy allows ${limits.days[rank]} for rank ${rank}, until ${lastAllowedDay(measure)}.`;
}

function textProblems(content: ExceptionContent): FieldProblem[] {
  const wanted: readonly (readonly [string, string, number])[] = [
    ['title', content.title, 3],
    ['reason', content.reason, minReason],
    ['risk', content.risk, minReason],
    // A decision not to patch is documented with its rationale and, for security, with what is done instead.
    ...(content.aim === 'never'
      ? ([
          ['rationale', content.rationale, minReason],
          ['workaround', content.workaround, minReason],
        ] as const)
      : []),
  ];
  return wanted
    .filter(([, text, min]) => lengthOf(text) < min)
    .map(([field, , min]) => ({ field, message: `Write ${min} characters or more.` }));
}

function worksheetProblems(content: ExceptionContent): FieldProblem[] {
  if (filledFields(content) === 0) {
    if (content.controls.length === 0) return [];
    return [
      {
        field: 'definition',
        message: 'It names compensating controls: fill in all six fields of the worksheet.',
      },
    ];
  }
  return worksheetFields
    .filter((field) => content.worksheet[field].trim() === '')
    .map((field) => ({ field, message: 'The worksheet has all six fields or none.' }));
}

function scopeProblems({ scope }: ExceptionContent, covered: number): FieldProblem[] {
  if (scope.catchesFuture && !isBounded(scope))
    return [
      {
        field: 'catchesFuture',
        message: 'Future findings need a unit, an asset, a fix or a product around them.',
      },
    ];
  if (covered === 0 && !scope.catchesFuture)
    return [{ field: 'scope', message: 'It covers no open finding. Choose what it is about.' }];
  return [];
}

/** Everything that stands against asking for it; empty = it may be requested. */
export function contentProblems(content: ExceptionContent, measure: RequestMeasure): readonly FieldProblem[] {
  const period = periodProblem(content.until, measure);
  const { limits, renewal, covered } = measure;
  return [
    ...textProblems(content),
    ...scopeProblems(content, covered),
    ...(period === null ? [] : [{ field: 'until', message: period }]),
    ...worksheetProblems(content),
    ...(renewal > limits.renewals
      ? [{ field: 'renews', message: `The policy allows ${limits.renewals} renewals, and this is one more.` }]
      : []),
  ];
}
