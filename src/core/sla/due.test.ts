import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromIso, toIso } from '../time.ts';
import { localDate } from './calendar.ts';
import { dueAt, momentAt, windowStart } from './due.ts';
import { parseDuration } from './duration.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Apia',
];
const instant = fc.integer({ min: fromIso('2010-01-01T00:00Z'), max: fromIso('2035-01-01T00:00Z') });
const zone = fc.constantFrom(...zones);

describe('durations', () => {
  it.each([
    ['PT48H', { unit: 'hours', count: 48 }],
    ['P14D', { unit: 'days', count: 14 }],
    ['P1M', { unit: 'months', count: 1 }],
    ['P3650D', { unit: 'days', count: 3650 }],
  ])('%s is read', (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
  });

  it.each([
    ...[
      'P0D',
      'PT0H',
      'P-1D',
      '-P1D',
      'P3651D',
      'P120M',
      'PT87601H',
      'P1.5D',
      'P',
      'PT1M',
      '14',
      '',
      'P1DT1H',
    ],
    ...['p14d', ' P14D', 'P99999999999D'],
  ])('%j is refused', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'SLA_RANGE' }));
  });
});

describe('due', () => {
  it('of day and month limits is always the last millisecond of a local day', () => {
    fc.assert(
      fc.property(instant, zone, fc.nat(400), fc.boolean(), (start, where, count, months) => {
        const due = dueAt(start, months ? `P${1 + (count % 24)}M` : `P${1 + count}D`, where);
        expect(localDate(due + 1, where) > localDate(due, where)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never comes earlier for a longer limit', () => {
    const limit = fc.constantFrom('hours', 'days', 'months');
    const text = {
      hours: (n: number) => `PT${n}H`,
      days: (n: number) => `P${n}D`,
      months: (n: number) => `P${n}M`,
    };
    fc.assert(
      fc.property(instant, zone, limit, fc.integer({ min: 1, max: 118 }), (start, where, unit, count) => {
        expect(dueAt(start, text[unit](count + 1), where)).toBeGreaterThanOrEqual(
          dueAt(start, text[unit](count), where),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('never comes earlier for a later start', () => {
    fc.assert(
      fc.property(instant, fc.nat(86_400_000 * 40), zone, (start, later, where) => {
        expect(dueAt(start + later, 'P1M', where)).toBeGreaterThanOrEqual(dueAt(start, 'P1M', where));
      }),
    );
  });
});

describe('moments and windows', () => {
  it('a bare date starts with its local day, so that its limit counts from that date', () => {
    const start = momentAt('2026-04-20', 'Europe/Berlin');
    expect(toIso(start)).toBe('2026-04-19T22:00:00.000Z');
    expect(toIso(dueAt(start, 'P1D', 'Europe/Berlin'))).toBe('2026-04-21T21:59:59.999Z');
    expect(momentAt(7, 'UTC')).toBe(7);
  });

  it('a window of days holds whole local days, one of hours counts instants', () => {
    const due = fromIso('2026-05-31T21:59:59.999Z');
    expect(toIso(windowStart(due, 'P30D', 'Europe/Berlin'))).toBe('2026-04-30T22:00:00.000Z');
    expect(windowStart(due, 'PT1H', 'Europe/Berlin')).toBe(due - 3_600_000);
  });
});
