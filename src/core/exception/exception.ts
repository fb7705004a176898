import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import { AppError } from '../errors.ts';
import { isAbove } from '../policy/rank.ts';
import { conditionsLapseAt } from './exception-condition.ts';
import type { ExceptionContent } from './exception-content.ts';
import type { ExceptionEvent, ExceptionTarget } from './exception-event.ts';
import type { ExceptionState } from './exception-state.ts';
import { conditionsOf, noException } from './exception-state.ts';
import { refuseException } from './refuse-exception.ts';
import { emptySeats } from './seats.ts';

type EventOf<Kind extends ExceptionEvent['kind']> = Extract<ExceptionEvent, { readonly kind: Kind }>;

/** SHA-256 of what is asked for, hex: an approval names it, and another content has another one. */
export function contentHash(content: ExceptionContent, targets: readonly ExceptionTarget[]): string {
  const findings = targets.map(({ findingId }) => findingId).sort();
  return createHash('sha256').update(canonicalJson({ content, findings })).digest('hex');
}

/** Edited by anybody after the request: what was approved is another content now. */
function edit(state: ExceptionState, { content, person }: EventOf<'edited'>): ExceptionState {
  const step = state.step === 'draft' ? 'draft' : 'change-requested';
  return { ...state, step, content, hash: null, approvals: [], askers: withPerson(state.askers, person) };
}

function withPerson(people: readonly string[], person: string): readonly string[] {
  return people.includes(person) ? people : [...people, person];
}

function request(state: ExceptionState, { person, at, hash, targets }: EventOf<'requested'>): ExceptionState {
  return {
    ...state,
    step: 'requested',
    requestedBy: person,
    requestedAt: at,
    hash,
    targets,
    approvals: [],
    askers: withPerson(state.askers, person),
  };
}

/** Approvals of a lower level do not count once something worse is covered. */
function approve(state: ExceptionState, event: EventOf<'approved'>): ExceptionState {
  const approvals = [...state.approvals.filter((one) => !isAbove(event.level, one.level)), event];
  if (emptySeats(event.seats, approvals).length > 0) return { ...state, step: 'in-assessment', approvals };
  const shortest = approvals.reduce((first, next) => (next.expiresAt < first.expiresAt ? next : first));
  return {
    ...state,
    step: 'approved',
    approvals,
    decided: { person: event.person, at: event.at },
    approval: {
      approvedAt: event.at,
      until: shortest.until,
      expiresAt: shortest.expiresAt,
      level: event.level,
      revokedAt: null,
      suspendedAt: null,
      conditionLapsesAt: conditionsLapseAt(conditionsOf({ approvals }), state.met),
    },
  };
}

/** A confirmation after its day heals nothing: it is refused, and would not count. */
function meet(state: ExceptionState, { condition, at, person }: EventOf<'condition-met'>): ExceptionState {
  const met = [...state.met, { condition, at, person }];
  if (state.approval === null) return { ...state, met };
  const conditionLapsesAt = conditionsLapseAt(conditionsOf(state), met);
  return { ...state, met, approval: { ...state.approval, conditionLapsesAt } };
}

function end(state: ExceptionState, { kind, at }: EventOf<'revoked' | 'suspended'>): ExceptionState {
  const { approval } = state;
  if (approval === null) return state;
  const ended = kind === 'revoked' ? { revokedAt: at } : { suspendedAt: at };
  return { ...state, approval: { ...approval, ...ended } };
}

function close(
  state: ExceptionState,
  { kind, person, at }: EventOf<'refused' | 'withdrawn'>,
): ExceptionState {
  return { ...state, step: kind, approvals: [], decided: { person, at } };
}

type Steps = { [K in ExceptionEvent['kind']]: (state: ExceptionState, event: EventOf<K>) => ExceptionState };

const steps: Steps = {
  drafted: (state, { content, person }) => ({ ...state, content, author: person, askers: [person] }),
  edited: edit,
  requested: request,
  assessed: (state, { person }) => ({
    ...state,
    step: 'in-assessment',
    assessors: withPerson(state.assessors, person),
  }),
  'change-requested': (state) => ({ ...state, step: 'change-requested', approvals: [] }),
  approved: approve,
  refused: close,
  withdrawn: close,
  revoked: end,
  suspended: end,
  'condition-met': meet,
};

/** The state after an event that may happen. */
export function applyException(state: ExceptionState, event: ExceptionEvent): ExceptionState {
  const step = steps[event.kind] as (state: ExceptionState, event: ExceptionEvent) => ExceptionState;
  return step(state, event);
}

/** What holds after a history that was checked event by event, in the order of the log. */
export function reduceException(events: readonly ExceptionEvent[]): ExceptionState {
  return events.reduce(applyException, noException);
}

/** Checks an event before it is appended. @throws AppError EXCEPTION_…, FOUR_EYES, STALE_VERSION, ALREADY_DECIDED */
export function checkException(
  state: ExceptionState,
  event: ExceptionEvent,
  policy: { readonly assessorMayApprove: boolean },
): void {
  const failure = refuseException(state, event, policy);
  if (failure !== null) throw new AppError(failure);
}
