import { AppError } from '../errors.ts';
import { isLocalDate } from '../time.ts';
import type { LocalDate } from '../time.ts';
import { zoneOffsets } from './zone-offsets.ts';
import type { ZoneOffsets } from './zone-offsets.ts';

export type { LocalDate } from '../time.ts';

const dayMs = 86_400_000;

/** What a wall clock shows. `month` counts from 1. */
export interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond?: number;
}

function remembering<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}

const offsetsOf = remembering<string, ZoneOffsets>(zoneOffsets);

const dayNumber = remembering((date: LocalDate): number => {
  if (isLocalDate(date)) return Date.parse(`${date}T00:00:00.000Z`) / dayMs;
  throw new AppError({
    code: 'DATE_INVALID',
    message: 'There is no such day.',
    remedy: 'Write a day as 2026-05-31.',
  });
});

const dateOfNumber = remembering((day: number): LocalDate =>
  new Date(day * dayMs).toISOString().slice(0, 10),
);

/** The last instant at which the wall clock of the zone shows a time before `wall` (ms as if it were UTC). */
function lastBefore(wall: number, { offsetAt, changeBetween }: ZoneOffsets): number {
  // No zone is further than 16 hours from UTC, so the instant and any change that matters lie in between.
  const [from, to] = [wall - dayMs, wall + dayMs];
  const [before, after] = [offsetAt(from), offsetAt(to)];
  if (before === after) return wall - before - 1;
  const changeAt = changeBetween(from, to);
  return changeAt + after < wall ? wall - after - 1 : Math.min(changeAt, wall - before) - 1;
}

const dayEnds = remembering((zone: string) =>
  remembering((day: number): number => lastBefore((day + 1) * dayMs, offsetsOf(zone))),
);

/** The calendar day a zone's wall clock shows at an instant. */
export function localDate(at: number, zone: string): LocalDate {
  return dateOfNumber(Math.floor((at + offsetsOf(zone).offsetAt(at)) / dayMs));
}

/**
 * Last millisecond of a local day, whatever the clocks do that day (23, 24 or 25 hours, midnights that
 * happen twice or never). A day the zone skipped (Pacific/Apia, 30 December 2011) ends with the day before.
 */
export function endOfLocalDay(date: LocalDate, zone: string): number {
  return dayEnds(zone)(dayNumber(date));
}

/** First millisecond after the day before, in the same sense as `endOfLocalDay`. */
export function startOfLocalDay(date: LocalDate, zone: string): number {
  return dayEnds(zone)(dayNumber(date) - 1) + 1;
}

/** The day `days` later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfNumber(dayNumber(date) + days);
}

/** The same day number `months` later, or that month's last day when it is shorter. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const at = new Date(dayNumber(date) * dayMs);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + months, at.getUTCDate()];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dateOfNumber(Date.UTC(year, month, Math.min(day, lastDay)) / dayMs);
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * The instant a wall clock in a zone showed this. An hour that happened twice means its second time
 * (`later`: a package log must not make a fix look earlier than it was); a time the clocks skipped is read
 * as if they had not been put forward yet, so 02:30 becomes 03:30.
 * @throws AppError DATE_INVALID when the fields are no date and time.
 */
export function localInstant(
  clock: WallClock,
  zone: string,
  ambiguous: 'later' | 'earlier' = 'later',
): number {
  const wall = wallMs(clock);
  const { offsetAt } = offsetsOf(zone);
  const before = wall - offsetAt(wall - dayMs);
  const after = wall - offsetAt(wall + dayMs);
  const shown = [before, after].filter((at) => at + offsetAt(at) === wall);
  if (shown.length === 0) return before;
  return ambiguous === 'later' ? Math.max(...shown) : Math.min(...shown);
}

function wallMs(clock: WallClock): number {
  const { year, month, day, hour, minute, second, millisecond = 0 } = clock;
  const date = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')];
  const inDay = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  const limits = [
    [hour, 23],
    [minute, 59],
    [second, 59],
    [millisecond, 999],
  ] as const;
  if (!limits.every(([value, max]) => Number.isInteger(value) && value >= 0 && value <= max)) {
    throw new AppError({
      code: 'DATE_INVALID',
      message: 'There is no such time of day.',
      remedy: 'Give hours 0 to 23, minutes and seconds 0 to 59.',
    });
  }
  return dayNumber(date.join('-')) * dayMs + inDay;
}
