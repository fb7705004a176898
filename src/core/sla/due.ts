import { addDays, addMonths, endOfLocalDay, localDate, startOfLocalDay } from './calendar.ts';
import type { LocalDate } from './calendar.ts';
import { parseDuration } from './duration.ts';
import type { Duration } from './duration.ts';

const hourMs = 3_600_000;

/** An instant (ms since 1970), or a bare date from a source that gives no time: that local date. */
export type Moment = number | LocalDate;

/** A moment as an instant: a bare date begins when the policy zone's day begins. */
export function momentAt(moment: Moment, zone: string): number {
  return typeof moment === 'number' ? moment : startOfLocalDay(moment, zone);
}

function shiftDate(date: LocalDate, { unit, count }: Duration, sign: 1 | -1): LocalDate {
  return unit === 'months' ? addMonths(date, sign * count) : addDays(date, sign * count);
}

/**
 * When a limit that starts at `startAt` runs out: hours count instants; days and months end with the last
 * millisecond of the local day in the policy's zone.
 * @throws AppError SLA_RANGE for a limit that is no duration.
 * @example dueAt(Date.parse('2026-01-31T10:00Z'), 'P1M', 'Europe/Berlin') // 2026-02-28T22:59:59.999Z
 */
export function dueAt(startAt: number, limit: string, zone: string): number {
  const duration = parseDuration(limit);
  if (duration.unit === 'hours') return startAt + duration.count * hourMs;
  return endOfLocalDay(shiftDate(localDate(startAt, zone), duration, 1), zone);
}

/** First instant of a window that reaches back from `until`: day and month windows hold whole local days. */
export function windowStart(until: number, window: string, zone: string): number {
  const duration = parseDuration(window);
  if (duration.unit === 'hours') return until - duration.count * hourMs;
  return startOfLocalDay(shiftDate(localDate(until, zone), duration, -1), zone);
}
