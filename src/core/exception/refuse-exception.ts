import type { Failure } from '../errors.ts';
import { isAbove } from '../policy/rank.ts';
import { lengthOf, minReason } from '../ranking/decision-text.ts';
import type { ExceptionEvent } from './exception-event.ts';
import type { ExceptionState, ExceptionStep } from './exception-state.ts';
import { conditionsLapseAt } from './exception-condition.ts';
import { conditionsOf, endOfApproval } from './exception-state.ts';
import { emptySeats } from './seats.ts';

type EventOf<Kind extends ExceptionEvent['kind']> = Extract<ExceptionEvent, { readonly kind: Kind }>;

/** Who the failure is about, for the words that only the store knows: names and dates. */
export interface ExceptionFailure extends Failure {
  readonly status: 400 | 403 | 409;
}

const failures = {
  person: {
    code: 'EXCEPTION_PERSON',
    message: 'This decision names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
    status: 400,
  },
  reason: {
    code: 'EXCEPTION_REASON',
    message: `The reason has fewer than ${minReason} characters.`,
    remedy: 'Say why; it is kept for the auditor.',
    status: 400,
  },
  step: {
    code: 'EXCEPTION_STEP',
    message: 'This cannot happen to the exception as it stands now.',
    remedy: 'Reload the page to see where it stands.',
    status: 409,
  },
  decided: {
    code: 'ALREADY_DECIDED',
    message: 'This exception has been decided already.',
    remedy: 'Reload the page to see the decision.',
    status: 409,
  },
  stale: {
    code: 'STALE_VERSION',
    message: 'The request was changed after you opened it.',
    remedy: 'Reload the page and read it again before you decide.',
    status: 409,
  },
  fourEyes: {
    code: 'FOUR_EYES',
    message: 'You asked for this exception, so another person must decide.',
    remedy: 'Ask another person with the right to approve.',
    status: 403,
  },
  assessor: {
    code: 'FOUR_EYES',
    message: 'You assessed this exception, and the policy wants another person to approve it.',
    remedy: 'Ask another person with the right to approve.',
    status: 403,
  },
  approver: {
    code: 'FOUR_EYES',
    message: 'You approved this exception, and the policy wants another person to assess it.',
    remedy: 'Ask another person to assess it.',
    status: 403,
  },
  again: {
    code: 'ALREADY_DECIDED',
    message: 'You have approved this exception already.',
    remedy: 'Another person must give the other approval.',
    status: 409,
  },
  notYours: {
    code: 'EXCEPTION_NOT_YOURS',
    message: 'Only the person who asked for this may do that.',
    remedy: 'Ask for a change or refuse it with a reason instead.',
    status: 403,
  },
  longer: {
    code: 'EXCEPTION_PERIOD',
    message: 'The last day is later than the one that was asked for.',
    remedy: 'Choose that day or an earlier one.',
    status: 400,
  },
  missed: {
    code: 'CONDITION_MISSED',
    message: 'A condition of an earlier approval was not met in time.',
    remedy: 'Return the request, so that it is asked for and decided anew.',
    status: 409,
  },
  noCondition: {
    code: 'CONDITION_UNKNOWN',
    message: 'There is no such condition, or it is confirmed already.',
    remedy: 'Reload the page to see what is still open.',
    status: 409,
  },
  tooLate: {
    code: 'CONDITION_MISSED',
    message: 'The day of this condition is over.',
    remedy: 'The exception is suspended; ask for a renewal.',
    status: 409,
  },
  seat: {
    code: 'EXCEPTION_SEAT',
    message: 'The approvals that are still missing are for other roles than yours.',
    remedy: 'Ask a person with one of those roles.',
    status: 403,
  },
} as const satisfies Record<string, ExceptionFailure>;

const waiting: readonly ExceptionStep[] = ['requested', 'in-assessment'];
const closed: readonly ExceptionStep[] = ['approved', 'refused', 'withdrawn'];

/** From which steps each thing may happen. */
const from: Readonly<Record<ExceptionEvent['kind'], readonly ExceptionStep[]>> = {
  drafted: ['draft'],
  edited: ['draft', 'change-requested', ...waiting],
  requested: ['draft', 'change-requested'],
  assessed: waiting,
  'change-requested': waiting,
  approved: waiting,
  refused: waiting,
  withdrawn: ['draft', 'change-requested', ...waiting],
  revoked: ['approved'],
  suspended: ['approved'],
  'condition-met': ['in-assessment', 'approved'],
};

const decisions: readonly ExceptionEvent['kind'][] = [
  'assessed',
  'change-requested',
  'approved',
  'refused',
  'condition-met',
];
const byAsker: readonly ExceptionEvent['kind'][] = ['edited', 'requested', 'withdrawn'];

function refuseStep(state: ExceptionState, { kind }: ExceptionEvent): ExceptionFailure | null {
  if ((kind === 'drafted') !== (state.content === null)) return failures.step;
  if (from[kind].includes(state.step)) return null;
  return closed.includes(state.step) && decisions.includes(kind) ? failures.decided : failures.step;
}

function refusePerson(state: ExceptionState, { kind, person }: ExceptionEvent): ExceptionFailure | null {
  if (decisions.includes(kind) && state.askers.includes(person)) return failures.fourEyes;
  if (byAsker.includes(kind) && state.author !== person) return failures.notYours;
  return null;
}

function refuseApproval(
  state: ExceptionState,
  { at, hash, person, until, seats, roles, level }: EventOf<'approved'>,
  assessorMayApprove: boolean,
): ExceptionFailure | null {
  if (hash !== state.hash) return failures.stale;
  if (state.assessors.includes(person) && !assessorMayApprove) return failures.assessor;
  const counting = state.approvals.filter((one) => !isAbove(level, one.level));
  if (counting.some((one) => one.person === person || one.onBehalfOf === person)) return failures.again;
  const lapse = conditionsLapseAt(conditionsOf({ approvals: counting }), state.met);
  if (lapse !== null && at >= lapse) return failures.missed;
  if (state.content?.until === null || until > (state.content?.until ?? '')) return failures.longer;
  const missing = emptySeats(seats, counting).length;
  return emptySeats(seats, [...counting, { person, roles }]).length < missing ? null : failures.seat;
}

function refuseEnd({ approval }: ExceptionState, { kind, at }: ExceptionEvent): ExceptionFailure | null {
  if (approval === null) return failures.step;
  const ended = approval.revokedAt !== null || at >= approval.expiresAt;
  return ended || (kind === 'suspended' && approval.suspendedAt !== null) ? failures.step : null;
}

function refuseMeeting(state: ExceptionState, { at, condition }: EventOf<'condition-met'>) {
  const { approval, met } = state;
  const known = conditionsOf(state).find(({ id }) => id === condition);
  if (!known || met.some((one) => one.condition === condition)) return failures.noCondition;
  if (at >= known.lapsesAt) return failures.tooLate;
  return approval !== null && at >= endOfApproval(approval, null).at ? failures.step : null;
}

/** Why an event may not happen now, with its remedy; null = it may. */
export function refuseException(
  state: ExceptionState,
  event: ExceptionEvent,
  { assessorMayApprove }: { readonly assessorMayApprove: boolean },
): ExceptionFailure | null {
  if (lengthOf(event.person) === 0) return failures.person;
  const refused = refuseStep(state, event) ?? refusePerson(state, event);
  if (refused !== null) return refused;
  if ('reason' in event && lengthOf(event.reason) < minReason) return failures.reason;
  if (event.kind === 'condition-met') return refuseMeeting(state, event);
  if (event.kind === 'approved') return refuseApproval(state, event, assessorMayApprove);
  if (event.kind === 'assessed' && !assessorMayApprove)
    return state.approvals.some(({ person }) => person === event.person) ? failures.approver : null;
  return event.kind === 'revoked' || event.kind === 'suspended' ? refuseEnd(state, event) : null;
}
