import type { Failure } from '../errors.ts';
import { lengthOf, minReason } from './decision-text.ts';
import type { OverrideEvent } from './override-event.ts';
import { needsSecondPerson } from './override-state.ts';
import type { OverrideState } from './override-state.ts';

type EventOf<Kind extends OverrideEvent['kind']> = Extract<OverrideEvent, { readonly kind: Kind }>;

const failures = {
  person: {
    code: 'OVERRIDE_PERSON',
    message: 'This rank decision names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
  },
  reason: {
    code: 'OVERRIDE_REASON',
    message: `The reason has fewer than ${minReason} characters.`,
    remedy: 'Say why the rank of the method does not fit here.',
  },
  evidence: {
    code: 'OVERRIDE_EVIDENCE',
    message: 'The override names no evidence.',
    remedy: 'Name at least one document, ticket, address or scan line that an auditor can open.',
  },
  known: {
    code: 'OVERRIDE_KNOWN',
    message: 'A proposal with this id exists already.',
    remedy: 'Reload the finding to see it.',
  },
  nothing: {
    code: 'OVERRIDE_NOTHING',
    message: 'No override is in force: the rank is the one of the method.',
    remedy: 'Reload the finding.',
  },
  pending: {
    code: 'OVERRIDE_PENDING',
    message: 'Another proposal waits for a second person.',
    remedy: 'Have it approved, refused or withdrawn first.',
  },
  notOpen: {
    code: 'OVERRIDE_NOT_OPEN',
    message: 'This proposal no longer waits for a decision.',
    remedy: 'Reload the finding to see what became of it.',
  },
  samePerson: {
    code: 'OVERRIDE_SAME_PERSON',
    message: 'A rank is lowered by two different persons, and this one proposed it.',
    remedy: 'Ask another person with the right to approve.',
  },
  notYours: {
    code: 'OVERRIDE_NOT_YOURS',
    message: 'Only the person who proposed this may withdraw it.',
    remedy: 'Refuse it with a reason instead.',
  },
  lowers: {
    code: 'OVERRIDE_LOWERS',
    message: 'Withdrawing this override would lower the rank.',
    remedy: 'Propose to go back to the automatic rank and have a second person approve.',
  },
} as const satisfies Record<string, Failure>;

function refuseProposal(state: OverrideState, event: EventOf<'proposed'>): Failure | null {
  const { active, pending, ended } = state;
  if (event.evidence.every((entry) => lengthOf(entry) === 0)) return failures.evidence;
  const ids = [active?.id, pending?.id, ...ended.map(({ override }) => override.id)];
  if (lengthOf(event.id) === 0 || ids.includes(event.id)) return failures.known;
  if (event.to === 'automatic' && active === null) return failures.nothing;
  return pending !== null && needsSecondPerson(state, event.to) ? failures.pending : null;
}

function refuseAnswer({ pending }: OverrideState, event: EventOf<'approved' | 'refused'>): Failure | null {
  if (pending === null || pending.id !== event.id) return failures.notOpen;
  return pending.proposedBy === event.person ? failures.samePerson : null;
}

function refuseWithdrawal(state: OverrideState, event: EventOf<'withdrawn'>): Failure | null {
  const { active, pending } = state;
  if (pending?.id === event.id) return pending.proposedBy === event.person ? null : failures.notYours;
  if (active?.id !== event.id) return failures.notOpen;
  return needsSecondPerson(state, 'automatic') ? failures.lowers : null;
}

function refuseByKind(
  state: OverrideState,
  event: Exclude<OverrideEvent, EventOf<'ranked'>>,
): Failure | null {
  if (event.kind === 'proposed') return refuseProposal(state, event);
  if (event.kind === 'withdrawn') return refuseWithdrawal(state, event);
  return refuseAnswer(state, event);
}

/** Why an event may not happen now, with its remedy; null = it may. The method may always rank. */
export function refuseOverride(state: OverrideState, event: OverrideEvent): Failure | null {
  if (event.kind === 'ranked') return null;
  if (lengthOf(event.person) === 0) return failures.person;
  if ('reason' in event && lengthOf(event.reason) < minReason) return failures.reason;
  return refuseByKind(state, event);
}
