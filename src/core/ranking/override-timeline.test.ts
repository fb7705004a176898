import { describe, expect, it } from 'vitest';
import type { OverrideEvent } from './override-event.ts';
import { overrideTimeline } from './override-timeline.ts';

const said = { reason: 'The host is not reachable.', evidence: ['TICKET-1'] };
const ranked = (at: number, rank: 'severe' | 'high', exploited = false): OverrideEvent => {
  return { kind: 'ranked', at, person: null, rank, exploited };
};
const proposed = (at: number, id: string, to: 'severe' | 'low'): OverrideEvent => {
  return { kind: 'proposed', at, person: 'ana', id, to, ...said };
};
const told = (events: readonly OverrideEvent[]) =>
  overrideTimeline(events).map(({ override, status, at, rankBefore, ended }) =>
    [override.id, status, at, rankBefore, ended?.why ?? null].join(' '),
  );

describe('the timeline of rank changes', () => {
  it('tells from when a proposal waits, holds and has ended', () => {
    const approved: OverrideEvent = { kind: 'approved', at: 3, person: 'max', id: 'a' };
    expect(told([ranked(1, 'high'), proposed(2, 'a', 'low'), approved, ranked(4, 'severe', true)])).toEqual([
      'a waiting 2 high ',
      'a in-force 3 high ',
      'a ended 4 high voided',
    ]);
  });

  it('ends the one that another replaces, in the same step', () => {
    expect(told([ranked(1, 'high'), proposed(2, 'a', 'low'), proposed(3, 'b', 'severe')])).toEqual([
      'a waiting 2 high ',
      'a ended 3 high superseded',
      'b in-force 3 high ',
    ]);
  });

  it('leaves out what may not happen', () => {
    const alone: OverrideEvent = { kind: 'approved', at: 3, person: 'ana', id: 'a' };
    expect(told([ranked(1, 'high'), proposed(2, 'a', 'low'), alone])).toEqual(['a waiting 2 high ']);
  });
});
