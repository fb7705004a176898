import type { Failure } from '../errors.ts';
import { lengthOf, minReason } from '../ranking/decision-text.ts';
import type { AdjudicationEvent } from './adjudication-event.ts';
import type { AdjudicationState } from './adjudication-state.ts';

type PersonEvent = Exclude<AdjudicationEvent, { readonly kind: 'faced' }>;
type EventOf<Kind extends PersonEvent['kind']> = Extract<PersonEvent, { readonly kind: Kind }>;

const failures = {
  person: {
    code: 'ADJUDICATION_PERSON',
    message: 'This adjudication names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
  },
  reason: {
    code: 'ADJUDICATION_REASON',
    message: `The reason has fewer than ${minReason} characters.`,
    remedy: 'Say what an auditor needs to know.',
  },
  evidence: {
    code: 'ADJUDICATION_EVIDENCE',
    message: 'The adjudication names no evidence.',
    remedy: 'Name at least one document, ticket, address or scan line that an auditor can open.',
  },
  known: {
    code: 'ADJUDICATION_KNOWN',
    message: 'A proposal with this id exists already.',
    remedy: 'Reload the page to see it.',
  },
  pending: {
    code: 'ADJUDICATION_PENDING',
    message: 'Another proposal waits for a second person.',
    remedy: 'Have it approved, refused or withdrawn first.',
  },
  same: {
    code: 'ADJUDICATION_SAME',
    message: 'Two persons have decided exactly this already.',
    remedy: 'Reload the page to see who and why.',
  },
  decided: {
    code: 'ALREADY_DECIDED',
    message: 'This proposal no longer waits for a decision.',
    remedy: 'Reload the page to see what became of it.',
  },
  samePerson: {
    code: 'ADJUDICATION_SAME_PERSON',
    message: 'Two different persons adjudicate, and this one proposed it.',
    remedy: 'Ask another person with the right to approve.',
  },
  notYours: {
    code: 'ADJUDICATION_NOT_YOURS',
    message: 'Only the person who proposed this may withdraw it.',
    remedy: 'Refuse it with a reason instead.',
  },
  notInForce: {
    code: 'ADJUDICATION_NOT_IN_FORCE',
    message: 'This adjudication is not in force.',
    remedy: 'Reload the page to see what became of it.',
  },
  loosens: {
    code: 'ADJUDICATION_LOOSENS',
    message: 'Reversing this would drop a finding that two persons opened.',
    remedy: 'Adjudicate that finding, or propose that our scan is right, and have a second person approve.',
  },
} as const satisfies Record<string, Failure>;

function refuseProposal(state: AdjudicationState, event: EventOf<'proposed'>): Failure | null {
  const { active, pending, ended } = state;
  if (event.evidence.every((entry) => lengthOf(entry) === 0)) return failures.evidence;
  const ids = [active?.id, pending?.id, ...ended.map(({ adjudication }) => adjudication.id)];
  if (lengthOf(event.id) === 0 || ids.includes(event.id)) return failures.known;
  if (pending !== null) return failures.pending;
  return active?.verdict === event.verdict ? failures.same : null;
}

function refuseAnswer(
  { pending }: AdjudicationState,
  event: EventOf<'approved' | 'refused'>,
): Failure | null {
  if (pending?.id !== event.id) return failures.decided;
  return pending.proposedBy === event.person ? failures.samePerson : null;
}

function refuseByKind(state: AdjudicationState, event: PersonEvent): Failure | null {
  if (event.kind === 'proposed') return refuseProposal(state, event);
  if (event.kind === 'withdrawn') {
    if (state.pending?.id !== event.id) return failures.decided;
    return state.pending.proposedBy === event.person ? null : failures.notYours;
  }
  if (event.kind === 'reversed') {
    if (state.active?.id !== event.id) return failures.notInForce;
    return state.active.verdict === 'tool-right' ? failures.loosens : null;
  }
  return refuseAnswer(state, event);
}

/** Why an event may not happen now, with its remedy; null = it may. Scans may always show facts. */
export function refuseAdjudication(state: AdjudicationState, event: AdjudicationEvent): Failure | null {
  if (event.kind === 'faced') return null;
  if (lengthOf(event.person) === 0) return failures.person;
  if ('reason' in event && lengthOf(event.reason) < minReason) return failures.reason;
  return refuseByKind(state, event);
}
