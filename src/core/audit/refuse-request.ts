import type { FieldProblem } from '../exception/check-content.ts';
import type { Failure } from '../errors.ts';
import { lengthOf, maxText, minReason } from '../ranking/decision-text.ts';
import { isLocalDate } from '../time.ts';
import type { LocalDate } from '../time.ts';
import type { RequestContent, RequestEvent, RequestState } from './audit-request.ts';
import { isUnsettled, waitsForStaff } from './audit-request.ts';

/** Why an event may not happen, with its HTTP status and the field it is about. */
export interface AuditRefusal extends Failure {
  readonly status: number;
  readonly where?: { readonly field: string };
}

const failures = {
  author: {
    code: 'NOT_AUTHOR',
    message: 'Another auditor asked for this.',
    remedy: 'Leave the decision to who asked.',
    status: 403,
  },
  fourEyes: {
    code: 'FOUR_EYES',
    message: 'You asked for this, so another person must answer.',
    remedy: 'Leave the answer to the organisation.',
    status: 403,
  },
  stale: {
    code: 'STALE_VERSION',
    message: 'Somebody else answered or decided after you opened it.',
    remedy: 'Reload the page and read what happened.',
    status: 409,
  },
  settled: {
    code: 'AUDIT_SETTLED',
    message: 'This request is accepted or withdrawn.',
    remedy: 'The auditor asks for more in a new one.',
    status: 409,
  },
  answered: {
    code: 'AUDIT_ANSWERED',
    message: 'This request is answered and waits for the auditor.',
    remedy: 'Wait until it is accepted or returned.',
    status: 409,
  },
  unanswered: {
    code: 'AUDIT_UNANSWERED',
    message: 'There is no answer to decide on yet.',
    remedy: 'Wait for the answer, or withdraw the request.',
    status: 409,
  },
  text: {
    code: 'AUDIT_TEXT',
    message: `The text has fewer than ${minReason} or more than ${maxText} characters.`,
    remedy: 'Say it in a sentence or some.',
    status: 400,
    where: { field: 'text' },
  },
} as const satisfies Record<string, AuditRefusal>;

/** A text that stays in the record. */
export function isRecordText(text: string): boolean {
  return lengthOf(text) >= minReason && text.length <= maxText;
}

/**
 * Why what somebody does to a request may not happen now; null = it may.
 * @param readAt records it had when it was read: of two who decide at once the second is told
 */
export function refuseRequestEvent(
  state: RequestState,
  event: Exclude<RequestEvent, { readonly kind: 'asked' }>,
  readAt: number,
): AuditRefusal | null {
  if (event.kind !== 'answered' && state.author !== event.person) return failures.author;
  if (event.kind === 'answered' && state.author === event.person) return failures.fourEyes;
  if (state.version !== readAt) return failures.stale;
  if (!isUnsettled(state)) return failures.settled;
  if (event.kind === 'answered' && !waitsForStaff(state)) return failures.answered;
  if ((event.kind === 'accepted' || event.kind === 'returned') && state.status !== 'answered')
    return failures.unanswered;
  if (event.kind === 'accepted' && event.text === '') return null;
  return isRecordText(event.text) ? null : failures.text;
}

/** What is wrong with a request, field by field. `last` is the last day of the engagement. */
export function requestProblems(
  { title, text, requirement, due }: Pick<RequestContent, 'title' | 'text' | 'requirement' | 'due'>,
  { today, last }: { readonly today: LocalDate; readonly last: LocalDate },
): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (lengthOf(title) < 3 || title.length > 200)
    problems.push({ field: 'title', message: 'Say in 3 to 200 characters what is wanted.' });
  if (!isRecordText(text))
    problems.push({
      field: 'text',
      message: `Describe it in ${minReason} to 2,000 characters.`,
    });
  if (requirement.length > 100)
    problems.push({ field: 'requirement', message: 'Name it in 100 characters at most.' });
  if (!isLocalDate(due) || due < today || due > last)
    problems.push({ field: 'due', message: `Choose a day from today to ${last}, the last of the audit.` });
  return problems;
}
