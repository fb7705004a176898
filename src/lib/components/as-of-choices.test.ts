import { describe, expect, it } from 'vitest';
import { asOfChoices } from './as-of-choices.ts';

const change = { version: 2, effectiveFromAt: Date.parse('2026-02-26T23:30:00Z') };

describe('moments to choose', () => {
  it('ends of the last month and quarter are days of the zone of the policy', () => {
    const now = Date.parse('2026-10-31T23:30:00Z');
    expect(asOfChoices({ now, zone: 'UTC', changes: [] }).map(({ day }) => day)).toEqual([
      '2026-09-30',
      '2026-09-30',
    ]);
    expect(asOfChoices({ now, zone: 'Europe/Berlin', changes: [] }).map(({ day }) => day)).toEqual([
      '2026-10-31',
      '2026-09-30',
    ]);
  });

  it('a January looks back into the year before', () => {
    const now = Date.parse('2027-01-05T12:00:00Z');
    expect(asOfChoices({ now, zone: 'UTC', changes: [] })[0]).toEqual({
      label: 'End of last month',
      day: '2026-12-31',
      when: '31 Dec 2026',
    });
  });

  it('a change of policy stands at the local day on which it takes effect', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    expect(asOfChoices({ now, zone: 'Europe/Berlin', changes: [change] }).at(-1)).toEqual({
      label: 'Policy 2 takes effect',
      day: '2026-02-27',
      when: '27 Feb',
    });
  });
});
