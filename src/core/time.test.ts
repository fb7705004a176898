import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromIso, isLocalDate, toIso } from './time.ts';

const failure = (code: string): unknown => expect.objectContaining({ code });

describe('fromIso', () => {
  it.each([
    ['2026-05-31T08:00:00.000Z', '2026-05-31T08:00:00.000Z'],
    ['2026-05-31T08:00Z', '2026-05-31T08:00:00.000Z'],
    ['2026-05-31T08:00:00+02:00', '2026-05-31T06:00:00.000Z'],
    ['2026-01-01T00:15:00-00:30', '2026-01-01T00:45:00.000Z'],
    ['2026-05-31T08:00:00.123987Z', '2026-05-31T08:00:00.123Z'],
    ['2026-05-31T08:00:00.5Z', '2026-05-31T08:00:00.500Z'],
    ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00.000Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(toIso(fromIso(text))).toBe(iso);
  });

  it.each(['2026-05-31T08:00:00', '2026-05-31T08:00', '2026-05-31'])(
    'refuses %s: the zone is missing',
    (text) => {
      expect(() => fromIso(text)).toThrow(failure('TIME_ZONE_MISSING'));
    },
  );

  it.each([
    '',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+25:00',
    '2026-01-01 00:00:00Z',
    '26-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z junk',
    '0000-01-01T00:00:00Z',
  ])('refuses %j: it is no date', (text) => {
    expect(() => fromIso(text)).toThrow(failure('DATE_INVALID'));
  });
});

describe('toIso', () => {
  it('and fromIso undo each other for every instant of the years 1 to 9999', () => {
    const instant = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
    fc.assert(fc.property(instant, (ms) => fromIso(toIso(ms)) === ms));
  });

  it.each([NaN, Infinity, 253_402_300_800_000])('refuses %s', (ms) => {
    expect(() => toIso(ms)).toThrow(failure('DATE_INVALID'));
  });
});

it('a local date is an existing day', () => {
  expect(isLocalDate('2028-02-29')).toBe(true);
  expect(isLocalDate('2026-02-29')).toBe(false);
  expect(isLocalDate('2026-2-9')).toBe(false);
});
