import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, formatDay, formatInstant, formatUtc, isoDay } from './dates.ts';

const berlin = { zone: 'Europe/Berlin', now: '2026-11-23T09:40:00.000Z' };

describe('dates', () => {
  it('leaves the year out while it is the current one', () => {
    expect(formatDay('2026-11-25T10:00:00.000Z', berlin)).toBe('25 Nov');
    expect(formatDay('2027-02-21T10:00:00.000Z', berlin)).toBe('21 Feb 2027');
  });
  it('shows a due instant on its day in the policy zone, not in UTC', () => {
    expect(formatDay('2026-11-25T23:30:00.000Z', berlin)).toBe('26 Nov');
    expect(formatDay('2026-11-25T22:59:59.999Z', berlin)).toBe('25 Nov');
  });
  it('takes the year from the same zone', () => {
    expect(formatDay('2026-12-31T23:30:00.000Z', berlin)).toBe('1 Jan 2027');
  });
  it('prints the time with two digits', () => {
    expect(formatInstant('2026-11-23T01:05:00.000Z', berlin)).toBe('23 Nov 02:05');
    expect(formatInstant('2026-11-22T23:00:00.000Z', berlin)).toBe('23 Nov 00:00');
  });
  it('prints evidence in UTC with year and seconds', () => {
    expect(formatUtc('2026-11-23T02:12:44.123Z')).toBe('23 Nov 2026 02:12:44 UTC');
  });
  it('gives the local day for date fields', () => {
    expect(isoDay('2026-03-27T23:30:00.000Z', 'Europe/Berlin')).toBe('2026-03-28');
  });
  it('counts calendar days across the change to summer time', () => {
    expect(daysBetween('2026-03-28T12:00:00.000Z', '2026-03-29T12:00:00.000Z', 'Europe/Berlin')).toBe(1);
    expect(daysBetween('2026-11-25T00:00:00.000Z', '2026-11-23T00:00:00.000Z', 'UTC')).toBe(-2);
  });
  it('counts the same number of days in both directions', () => {
    const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(daysBetween(a, b, 'America/New_York')).toBe(0 - daysBetween(b, a, 'America/New_York'));
      }),
      { numRuns: 50 },
    );
  });
});
