import type { Rank } from '../policy/rank.ts';
import type { OverrideEvent } from './override-event.ts';
import { noOverride, rankInForce } from './override-state.ts';
import type { EndedOverride, OverrideState, RankOverride } from './override-state.ts';
import { applyOverrideEvent } from './rank-override.ts';

export type OverrideStatus = 'waiting' | 'in-force' | 'ended';

/** From when a proposal has a status. */
export interface OverrideMoment {
  readonly override: RankOverride;
  readonly status: OverrideStatus;
  /** UTC ms. */
  readonly at: number;
  /** The rank that was in force before it was proposed; null = not ranked. */
  readonly rankBefore: Rank | null;
  /** How it ended; null while it waits or holds. */
  readonly ended: EndedOverride | null;
}

/** Every proposal of a history with each status it had, in the order in which they came to be. */
export function overrideTimeline(events: readonly OverrideEvent[]): OverrideMoment[] {
  const moments: OverrideMoment[] = [];
  const before = new Map<string, Rank | null>();
  let state = noOverride;
  for (const event of events) {
    const next = applyOverrideEvent(state, event);
    if (event.kind === 'proposed' && next !== state && !before.has(event.id))
      before.set(event.id, rankInForce(state));
    for (const moment of changesBetween(state, next))
      moments.push({ ...moment, at: event.at, rankBefore: before.get(moment.override.id) ?? null });
    state = next;
  }
  return moments;
}

type Change = Pick<OverrideMoment, 'override' | 'status' | 'ended'>;

function changesBetween(before: OverrideState, after: OverrideState): Change[] {
  const endings = after.ended.slice(before.ended.length).map((ended): Change => {
    return { override: ended.override, status: 'ended', ended };
  });
  const { active, pending } = after;
  return [
    ...endings,
    ...(active && active.id !== before.active?.id
      ? [{ override: active, status: 'in-force', ended: null } as const]
      : []),
    ...(pending && pending.id !== before.pending?.id
      ? [{ override: pending, status: 'waiting', ended: null } as const]
      : []),
  ];
}
