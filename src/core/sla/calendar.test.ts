import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromIso, toIso } from '../time.ts';
import {
  addDays,
  addMonths,
  daysBetween,
  endOfLocalDay,
  localDate,
  localInstant,
  startOfLocalDay,
} from './calendar.ts';

const end = (date: string, zone: string): string => toIso(endOfLocalDay(date, zone));
const hours = (date: string, zone: string): number =>
  (endOfLocalDay(date, zone) + 1 - startOfLocalDay(date, zone)) / 3_600_000;

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Santiago',
  'Africa/Casablanca',
];

describe('end of a local day', () => {
  it.each([
    ['an ordinary day', '2026-05-31', 'Europe/Berlin', '2026-05-31T21:59:59.999Z'],
    ['a day in UTC', '2026-05-31', 'UTC', '2026-05-31T23:59:59.999Z'],
    ['a day of 23 hours', '2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.999Z'],
    ['a day of 25 hours', '2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.999Z'],
    [
      'the day before a midnight that does not exist',
      '2026-09-05',
      'America/Santiago',
      '2026-09-06T03:59:59.999Z',
    ],
    ['the day whose last hour happens twice', '2026-04-04', 'America/Santiago', '2026-04-05T03:59:59.999Z'],
    [
      'a day that comes back after one minute of the next',
      '2006-10-28',
      'America/St_Johns',
      '2006-10-29T03:29:59.999Z',
    ],
    ['the day before the one Apia skipped', '2011-12-29', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
    [
      'the day Apia skipped ends with the day before',
      '2011-12-30',
      'Pacific/Apia',
      '2011-12-30T09:59:59.999Z',
    ],
    ['the day after the one Apia skipped', '2011-12-31', 'Pacific/Apia', '2011-12-31T09:59:59.999Z'],
    ['a half hour of summer time', '2026-04-05', 'Australia/Lord_Howe', '2026-04-05T13:29:59.999Z'],
  ])('%s: %s in %s ends at %s', (_, date, zone, iso) => {
    expect(end(date, zone)).toBe(iso);
  });

  it('days around a change of clocks have 23, 25 and 24.5 hours', () => {
    expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(hours('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5);
    expect(hours('2011-12-30', 'Pacific/Apia')).toBe(0);
  });

  it('is the last instant that shows this date, for any instant in nine zones', () => {
    const instant = fc.integer({ min: fromIso('1995-01-01T00:00Z'), max: fromIso('2035-01-01T00:00Z') });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const date = localDate(at, zone);
        const last = endOfLocalDay(date, zone);
        expect(last).toBeGreaterThanOrEqual(at);
        expect(localDate(last, zone)).toBe(date);
        expect(localDate(last + 1, zone) > date).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('local dates agree with Intl asked directly, minute by minute around the changes of clocks', () => {
    const changes = ['2006-10-29T03:00Z', '2011-12-30T10:00Z', '2026-03-29T01:00Z', '2026-09-06T04:00Z'].map(
      fromIso,
    );
    for (const zone of zones) {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
      for (const change of changes) {
        for (let minute = -130; minute < 130; minute += 7) {
          const at = change + minute * 60_000;
          expect(localDate(at, zone)).toBe(format.format(at));
        }
      }
    }
  });

  it('an unknown zone and an impossible day are errors', () => {
    expect(() => localDate(0, 'Mars/Olympus')).toThrow(
      expect.objectContaining({ code: 'TIME_ZONE_INVALID' }),
    );
    expect(() => endOfLocalDay('2026-02-30', 'UTC')).toThrow(
      expect.objectContaining({ code: 'DATE_INVALID' }),
    );
  });
});

describe('date arithmetic', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-02-28', 1, '2026-03-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s plus %i months is %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected);
  });

  it('adding days and counting them undo each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000, max: 30_000 }), (days) => {
        expect(daysBetween('2026-05-01', addDays('2026-05-01', days))).toBe(days);
      }),
    );
  });
});

describe('wall clock to instant', () => {
  const wall = (
    hour: number,
    minute: number,
    day: number,
    month: number,
  ): Parameters<typeof localInstant>[0] => ({
    year: 2026,
    month,
    day,
    hour,
    minute,
    second: 0,
  });

  it('an hour that happens twice is the later one, unless the earlier is asked for', () => {
    expect(toIso(localInstant(wall(2, 30, 25, 10), 'Europe/Berlin'))).toBe('2026-10-25T01:30:00.000Z');
    expect(toIso(localInstant(wall(2, 30, 25, 10), 'Europe/Berlin', 'earlier'))).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('a time the clocks skipped is moved forward by what they skipped', () => {
    expect(toIso(localInstant(wall(2, 30, 29, 3), 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
  });

  it('shows the same time again when the instant is read in the zone', () => {
    const instant = fc.integer({ min: fromIso('2020-01-01T00:00Z'), max: fromIso('2030-01-01T00:00Z') });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const parts = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        const shown = parts.format(at);
        const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = shown
          .split(/[- :]/)
          .map(Number);
        const back = localInstant({ year, month, day, hour, minute, second }, zone);
        expect(parts.format(back)).toBe(shown);
        expect(back).toBeGreaterThanOrEqual(Math.floor(at / 1000) * 1000);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [24, 0],
    [0, 60],
    [-1, 0],
    [1.5, 0],
  ])('hour %s minute %s is no time of day', (hour, minute) => {
    const clock = wall(hour, minute, 1, 1);
    expect(() => localInstant(clock, 'UTC')).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  });
});
