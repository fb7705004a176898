import { daysBetween, localDate } from '../sla/calendar.ts';

/** Days before its end on which people are reminded of something. */
export const reminderDays = [30, 14, 7, 1] as const;

export type ReminderDays = (typeof reminderDays)[number];

/** The nearest of 30, 14, 7 and 1 days that has come, from the days that are left; null = none yet, or it is over. */
export function reminderAt(daysLeft: number): ReminderDays | null {
  return daysLeft < 0 ? null : (reminderDays.findLast((days) => daysLeft <= days) ?? null);
}

interface Span {
  /** From when on it is known that it ends, UTC ms. */
  readonly since: number;
  /** Last instant of it. */
  readonly until: number;
  readonly now: number;
  /** In which days are counted. */
  readonly zone: string;
}

/**
 * The reminder that is due now: only the nearest, so that a run after a pause sends no stale ones; and none for a
 * number of days that were not left any more when it began.
 */
export function reminderDue({ since, until, now, zone }: Span): ReminderDays | null {
  const left = (at: number): number => daysBetween(localDate(at, zone), localDate(until, zone));
  const days = now > until ? null : reminderAt(left(now));
  return days !== null && left(since) > days ? days : null;
}
