import { AppError } from '../errors.ts';
import type { AdjudicationEvent } from './adjudication-event.ts';
import { isOvertaken, noAdjudication } from './adjudication-state.ts';
import type {
  Adjudication,
  AdjudicationEnding,
  AdjudicationState,
  EndedAdjudication,
} from './adjudication-state.ts';
import { refuseAdjudication } from './refuse-adjudication.ts';

type EventOf<Kind extends AdjudicationEvent['kind']> = Extract<AdjudicationEvent, { readonly kind: Kind }>;

interface Ending {
  readonly at: number;
  readonly why: AdjudicationEnding;
  readonly by: string | null;
  readonly reason: string;
}

function ended(
  adjudications: readonly (Adjudication | null)[],
  ending: Ending,
): readonly EndedAdjudication[] {
  return adjudications.flatMap((adjudication) =>
    adjudication === null ? [] : [{ adjudication, ...ending }],
  );
}

const overtaken = {
  why: 'voided',
  by: null,
  reason: 'What was installed, or the version that fixes it, changed: decide anew.',
} as const;

/** Scans show other facts: what rested on the earlier ones is void from now on. */
function face(state: AdjudicationState, { at, basis }: EventOf<'faced'>): AdjudicationState {
  const { active, pending } = state;
  const activeVoid = active !== null && isOvertaken(basis, active) ? active : null;
  const pendingVoid = pending !== null && isOvertaken(basis, pending) ? pending : null;
  return {
    basis,
    active: activeVoid === null ? active : null,
    pending: pendingVoid === null ? pending : null,
    ended: [...state.ended, ...ended([activeVoid, pendingVoid], { at, ...overtaken })],
  };
}

function propose(state: AdjudicationState, event: EventOf<'proposed'>): AdjudicationState {
  const { id, person, at, basis, verdict, reason, evidence } = event;
  const proposal: Adjudication = {
    ...{ id, verdict, reason, evidence, basis },
    ...{ proposedBy: person, proposedAt: at, approvedBy: null, activeFrom: null },
  };
  // A scan that began before it and arrived after it has shown other facts.
  if (state.basis !== null && isOvertaken(state.basis, proposal))
    return { ...state, ended: [...state.ended, ...ended([proposal], { at, ...overtaken })] };
  return { ...state, pending: proposal };
}

/** The second person agrees: it takes effect, and what was in force before is replaced. */
function enact(state: AdjudicationState, { at, person }: EventOf<'approved'>): AdjudicationState {
  const { pending, active } = state;
  if (pending === null) return state;
  const replaced = { at, why: 'superseded', by: person, reason: `Replaced by ${pending.id}.` } as const;
  return {
    ...state,
    active: { ...pending, approvedBy: person, activeFrom: at },
    pending: null,
    ended: [...state.ended, ...ended([active], replaced)],
  };
}

function close(
  state: AdjudicationState,
  { kind, at, person, reason }: EventOf<'refused' | 'withdrawn' | 'reversed'>,
): AdjudicationState {
  const ending = { at, why: kind, by: person, reason } as const;
  if (kind === 'reversed')
    return { ...state, active: null, ended: [...state.ended, ...ended([state.active], ending)] };
  return { ...state, pending: null, ended: [...state.ended, ...ended([state.pending], ending)] };
}

/** The state after an event; an event that may not happen (`refuseAdjudication`) changes nothing. */
export function applyAdjudicationEvent(
  state: AdjudicationState,
  event: AdjudicationEvent,
): AdjudicationState {
  if (refuseAdjudication(state, event) !== null) return state;
  switch (event.kind) {
    case 'faced':
      return face(state, event);
    case 'proposed':
      return propose(state, event);
    case 'approved':
      return enact(state, event);
    default:
      return close(state, event);
  }
}

/** What holds after a history, in the order of the log. The same events give the same answer. */
export function reduceAdjudications(events: readonly AdjudicationEvent[]): AdjudicationState {
  return events.reduce(applyAdjudicationEvent, noAdjudication);
}

/**
 * Checks an event before it is appended.
 * @throws AppError ADJUDICATION_…, ALREADY_DECIDED with its remedy; status 409 where the state stands against it.
 */
export function checkAdjudication(state: AdjudicationState, event: AdjudicationEvent): void {
  const failure = refuseAdjudication(state, event);
  if (failure === null) return;
  const byInput = ['ADJUDICATION_PERSON', 'ADJUDICATION_REASON', 'ADJUDICATION_EVIDENCE'];
  throw new AppError({ ...failure, status: byInput.includes(failure.code) ? 400 : 409 });
}
