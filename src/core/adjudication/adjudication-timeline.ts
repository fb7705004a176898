import { applyAdjudicationEvent } from './adjudicate.ts';
import type { AdjudicationEvent } from './adjudication-event.ts';
import { noAdjudication } from './adjudication-state.ts';
import type { Adjudication, AdjudicationState, EndedAdjudication } from './adjudication-state.ts';

export type AdjudicationStatus = 'waiting' | 'in-force' | 'ended';

/** From when a proposal has a status. */
export interface AdjudicationMoment {
  readonly adjudication: Adjudication;
  readonly status: AdjudicationStatus;
  /** UTC ms. */
  readonly at: number;
  /** How it ended; null while it waits or holds. */
  readonly ended: EndedAdjudication | null;
}

/** Every proposal of a history with each status it had, in the order in which they came to be. */
export function adjudicationTimeline(events: readonly AdjudicationEvent[]): AdjudicationMoment[] {
  const moments: AdjudicationMoment[] = [];
  let state = noAdjudication;
  for (const event of events) {
    const next = applyAdjudicationEvent(state, event);
    for (const change of changesBetween(state, next)) moments.push({ ...change, at: event.at });
    state = next;
  }
  return moments;
}

type Change = Omit<AdjudicationMoment, 'at'>;

function changesBetween(before: AdjudicationState, after: AdjudicationState): Change[] {
  const { active, pending } = after;
  const changes = after.ended.slice(before.ended.length).map((ended): Change => {
    return { adjudication: ended.adjudication, status: 'ended', ended };
  });
  if (active !== null && active.id !== before.active?.id)
    changes.push({ adjudication: active, status: 'in-force', ended: null });
  if (pending !== null && pending.id !== before.pending?.id)
    changes.push({ adjudication: pending, status: 'waiting', ended: null });
  return changes;
}

/** People's events with the facts that scans showed, in the order of time; facts of the same instant come first. */
export function mergeFacts(
  facts: readonly { readonly at: number; readonly basis: string }[],
  events: readonly AdjudicationEvent[],
): AdjudicationEvent[] {
  const faced = facts.map(({ at, basis }): AdjudicationEvent => ({ kind: 'faced', at, person: null, basis }));
  return [...faced, ...events].sort((a, b) => a.at - b.at);
}
