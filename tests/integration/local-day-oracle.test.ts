import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { endOfLocalDay, localDate } from '#core/sla/calendar.ts';

/** GNU date reads the system's own time zone files: independent of the runtime's. */
function gnuDate(zone: string, lines: readonly string[], format: string): string[] {
  const output = execFileSync('date', ['--file=-', format], {
    input: `${lines.join('\n')}\n`,
    env: { PATH: process.env['PATH'], TZ: zone, LC_ALL: 'C' },
    encoding: 'utf8',
  });
  return output.trim().split('\n');
}

function hasGnuDateWithZones(): boolean {
  try {
    return gnuDate('Europe/Berlin', ['@0'], '+%z')[0] === '+0100';
  } catch {
    return false;
  }
}

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Santiago',
];

const days = Array.from({ length: 900 }, (_, index) =>
  new Date(Date.UTC(2009, 0, 3) + index * 7 * 86_400_000).toISOString().slice(0, 10),
);
const special = [
  '2011-12-29',
  '2011-12-31',
  '2006-10-28',
  '2026-03-29',
  '2026-10-25',
  '2026-09-05',
  '2026-04-04',
];

describe('GNU date is the oracle for local days', () => {
  it.skipIf(!hasGnuDateWithZones()).each(zones)('the last millisecond of a day in %s', (zone) => {
    const dates = [...days, ...special];
    const ends = dates.map((date) => endOfLocalDay(date, zone));
    expect(ends.map((end) => localDate(end, zone))).toEqual(dates);
    const atEnd = gnuDate(
      zone,
      ends.map((end) => `@${Math.floor(end / 1000)}`),
      '+%F',
    );
    const after = gnuDate(
      zone,
      ends.map((end) => `@${Math.floor(end / 1000) + 1}`),
      '+%F',
    );
    expect(atEnd).toEqual(dates);
    after.forEach((date, index) => expect(date > (dates[index] ?? '9')).toBe(true));
  });
});
