import { dueAt } from '../sla/due.ts';
import type { ControlContent, ControlEvent } from './control-event.ts';

export type ControlStatus = 'holds' | 'never-validated' | 'failed' | 'missed' | 'retired';

export interface ControlState {
  readonly content: ControlContent | null;
  readonly definedAt: number;
  readonly lastValidatedAt: number | null;
  readonly lastResult: 'passed' | 'failed' | null;
  readonly retiredAt: number | null;
  /** Last instant for the next validation to pass. */
  readonly dueAt: number;
}

const nothing: ControlState = {
  content: null,
  definedAt: 0,
  lastValidatedAt: null,
  lastResult: null,
  retiredAt: null,
  dueAt: 0,
};

/** The clock of the next validation starts with the last one that passed, else with the definition. */
function applyControl(state: ControlState, event: ControlEvent, zone: string): ControlState {
  if (event.kind === 'retired') return { ...state, retiredAt: event.at };
  if (event.kind === 'defined') {
    const definedAt = state.content === null ? event.at : state.definedAt;
    const start = state.lastResult === 'passed' ? (state.lastValidatedAt ?? definedAt) : definedAt;
    return { ...state, content: event.content, definedAt, dueAt: dueAt(start, event.content.interval, zone) };
  }
  const interval = state.content?.interval ?? 'P1M';
  return {
    ...state,
    lastValidatedAt: event.at,
    lastResult: event.result,
    dueAt: event.result === 'passed' ? dueAt(event.at, interval, zone) : state.dueAt,
  };
}

/** What holds after a history, in the order of the log. `zone` = the policy's, in which days are counted. */
export function reduceControl(events: readonly ControlEvent[], zone: string): ControlState {
  return events.reduce((state, event) => applyControl(state, event, zone), nothing);
}

/** Where a control stands at an instant. */
export function controlStatusAt(state: ControlState, at: number): ControlStatus {
  if (state.retiredAt !== null) return 'retired';
  if (state.lastResult === 'failed') return 'failed';
  if (at > state.dueAt) return 'missed';
  return state.lastResult === null ? 'never-validated' : 'holds';
}

/** True for a control that a new approval may rest on. */
export function isInForce(state: ControlState, at: number): boolean {
  const status = controlStatusAt(state, at);
  return status === 'holds' || status === 'never-validated';
}

/**
 * The first instant from `from` on at which the control no longer held: it failed, was not validated in time, or was
 * retired. Without further events it is the instant after its next validation is due.
 */
export function lapsesAt(events: readonly ControlEvent[], zone: string, from: number): number {
  let state = nothing;
  for (const event of events) {
    const due = state.dueAt + 1;
    if (state.content !== null && event.at > from && event.at >= due) return Math.max(from, due);
    state = applyControl(state, event, zone);
    const lapsed = event.kind === 'retired' || (event.kind === 'validated' && event.result === 'failed');
    if (lapsed && event.at >= from) return event.at;
  }
  return Math.max(from, state.dueAt + 1);
}
