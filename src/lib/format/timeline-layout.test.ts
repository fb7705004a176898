import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutTimeline, timelineBands, type TimelineEvent } from './timeline-layout.ts';

const event = (at: number): TimelineEvent => ({ at, label: `e${at}`, when: '', tone: 'proven' });

describe('timeline layout', () => {
  it('places events by time and alternates the sides', () => {
    const groups = layoutTimeline([event(0), event(50), event(100)], 700);
    expect(groups.map((group) => group.share)).toEqual([0, 0.5, 1]);
    expect(groups.map((group) => group.side)).toEqual(['above', 'below', 'above']);
  });
  it('stacks labels that find no room on either side', () => {
    const groups = layoutTimeline([event(0), event(1), event(2), event(1000)], 700);
    expect(groups.map((group) => group.events.length)).toEqual([1, 2, 1]);
  });
  it('copes with one event and with none', () => {
    expect(layoutTimeline([], 700)).toEqual([]);
    expect(layoutTimeline([event(7)], 700)).toHaveLength(1);
  });
  it('never loses an event and keeps 88 px between labels of one side', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 20 }), (times) => {
        const groups = layoutTimeline(times.map(event), 700);
        expect(groups.flatMap((group) => group.events)).toHaveLength(times.length);
        for (const side of ['above', 'below']) {
          const places = groups.filter((group) => group.side === side).map((group) => group.share * 700);
          places
            .slice(1)
            .forEach((place, i) => expect(place - (places[i] ?? 0)).toBeGreaterThanOrEqual(87.9));
        }
      }),
    );
  });
});

describe('bands of the policy behind a time line', () => {
  const iso = (at: number) => new Date(at).toISOString();
  const policies = [
    { version: 1, from: iso(0), to: iso(40) },
    { version: 2, from: iso(40), to: iso(90) },
    { version: 3, from: iso(90), to: iso(200) },
    { version: 4, from: iso(200), to: null },
  ];
  it('are cut to the time of the events, and those outside are left out', () => {
    expect(timelineBands([event(50), event(100), event(150)], policies)).toEqual([
      { version: 2, left: 0, right: 0.4 },
      { version: 3, left: 0.4, right: 1 },
    ]);
  });
  it('the one in force runs to the end', () => {
    expect(timelineBands([event(150), event(250)], policies)).toEqual([
      { version: 3, left: 0, right: 0.5 },
      { version: 4, left: 0.5, right: 1 },
    ]);
  });
  it('there are none without events', () => {
    expect(timelineBands([], policies)).toEqual([]);
  });
});
