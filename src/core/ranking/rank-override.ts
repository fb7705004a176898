import { AppError } from '../errors.ts';
import { effectiveRank } from '../policy/rank.ts';
import type { OverrideEvent } from './override-event.ts';
import { contradicts, needsSecondPerson, noOverride, rankInForce } from './override-state.ts';
import type {
  ActiveOverride,
  EndedOverride,
  OverrideEnding,
  OverrideState,
  RankInForce,
  RankOverride,
} from './override-state.ts';
import { refuseOverride } from './refuse-override.ts';

type EventOf<Kind extends OverrideEvent['kind']> = Extract<OverrideEvent, { readonly kind: Kind }>;

interface Ending {
  readonly at: number;
  readonly why: OverrideEnding;
  readonly by: string | null;
  readonly reason: string;
}

/** What changes in the state, without the list of changes. */
type Step = Omit<OverrideState, 'changes'>;

function ended(overrides: readonly (RankOverride | null)[], ending: Ending): readonly EndedOverride[] {
  return overrides.flatMap((override) => (override === null ? [] : [{ override, ...ending }]));
}

/** The proposal takes effect; whatever was in force or waiting is superseded by it. */
function enact(state: OverrideState, proposal: RankOverride, at: number, by: string): Step {
  const { automatic, active, pending } = state;
  const waiting = pending?.id === proposal.id ? null : pending;
  const before = ended([active, waiting], {
    at,
    why: 'superseded',
    by,
    reason: `Replaced by ${proposal.id}.`,
  });
  const { to } = proposal;
  if (to === 'automatic') {
    const completed = { at, why: 'completed', by, reason: proposal.reason } as const;
    return {
      automatic,
      active: null,
      pending: null,
      ended: [...state.ended, ...before, ...ended([proposal], completed)],
    };
  }
  const enacted: ActiveOverride = { ...proposal, to, basis: automatic, activeFrom: at };
  return { automatic, active: enacted, pending: null, ended: [...state.ended, ...before] };
}

function propose(state: OverrideState, event: EventOf<'proposed'>): Step {
  const { id, person, at, to, reason, evidence } = event;
  const proposal: RankOverride = {
    id,
    to,
    reason,
    evidence,
    proposedBy: person,
    proposedAt: at,
    basis: state.automatic,
    approvedBy: null,
    activeFrom: null,
  };
  return needsSecondPerson(state, to) ? { ...state, pending: proposal } : enact(state, proposal, at, person);
}

/** Without an override in force, a proposal to go back to the automatic rank has nothing left to do. */
function withoutReturn(step: Step, { at }: Ending): Step {
  const { active, pending } = step;
  if (active !== null || pending?.to !== 'automatic') return step;
  const moot = { at, why: 'completed', by: null, reason: 'No override is in force any more.' } as const;
  return { ...step, pending: null, ended: [...step.ended, ...ended([pending], moot)] };
}

function close(state: OverrideState, event: EventOf<'refused' | 'withdrawn'>): Step {
  const { pending, active } = state;
  const ending = { at: event.at, why: event.kind, by: event.person, reason: event.reason } as const;
  if (pending?.id === event.id)
    return { ...state, pending: null, ended: [...state.ended, ...ended([pending], ending)] };
  return withoutReturn(
    { ...state, active: null, ended: [...state.ended, ...ended([active], ending)] },
    ending,
  );
}

/** The method ranks anew. An override, or a proposal, that this contradicts is void from now on. */
function rank(state: OverrideState, { at, rank: next, exploited }: EventOf<'ranked'>): Step {
  const automatic = { rank: next, exploited };
  const { active, pending } = state;
  const activeVoid = active !== null && contradicts(automatic, active) ? active : null;
  const pendingVoid = pending !== null && contradicts(automatic, pending) ? pending : null;
  const why = exploited && !state.automatic.exploited ? 'exploitation became known' : 'its inputs changed';
  const reason = `The automatic rank is ${effectiveRank(next)} since ${why}: decide anew.`;
  const ending = { at, why: 'voided', by: null, reason } as const;
  const step = {
    automatic,
    active: activeVoid === null ? active : null,
    pending: pendingVoid === null ? pending : null,
    ended: [...state.ended, ...ended([activeVoid, pendingVoid], ending)],
  };
  return withoutReturn(step, ending);
}

function stepOf(state: OverrideState, event: OverrideEvent): Step {
  switch (event.kind) {
    case 'ranked':
      return rank(state, event);
    case 'proposed':
      return propose(state, event);
    case 'approved':
      return state.pending === null
        ? state
        : enact(state, { ...state.pending, approvedBy: event.person }, event.at, event.person);
    default:
      return close(state, event);
  }
}

function changeOf(before: OverrideState, after: Step, at: number): readonly RankInForce[] {
  const now = rankInForce(after);
  if (now === rankInForce(before)) return [];
  return [{ at, rank: now, cause: after.active === null ? 'automatic' : 'override' }];
}

/** The state after an event; an event that may not happen (`refuseOverride`) changes nothing. */
export function applyOverrideEvent(state: OverrideState, event: OverrideEvent): OverrideState {
  if (refuseOverride(state, event) !== null) return state;
  const step = stepOf(state, event);
  return { ...step, changes: [...state.changes, ...changeOf(state, step, event.at)] };
}

/** What holds after a history, in the order of the log. The same events give the same answer. */
export function reduceOverrides(events: readonly OverrideEvent[]): OverrideState {
  return events.reduce(applyOverrideEvent, noOverride);
}

/**
 * Checks an event before it is appended.
 * @throws AppError OVERRIDE_… with the reason and its remedy; status 409 where the state stands against it.
 */
export function checkOverrideEvent(state: OverrideState, event: OverrideEvent): void {
  const failure = refuseOverride(state, event);
  if (failure === null) return;
  const byInput = ['OVERRIDE_PERSON', 'OVERRIDE_REASON', 'OVERRIDE_EVIDENCE'];
  throw new AppError({ ...failure, status: byInput.includes(failure.code) ? 400 : 409 });
}
