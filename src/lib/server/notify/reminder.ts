import { reminderDue } from '#core/exception/reminder.ts';
import type { ReminderDays } from '#core/exception/reminder.ts';
import { localDate } from '#core/sla/calendar.ts';
import type { LocalDate } from '#core/time.ts';
import type { View } from '../read-view.ts';

/** Something that ends soon, or that has just ended, and whom to tell. */
export interface Reminder {
  readonly about: 'exception' | 'condition' | 'register' | 'control' | 'lapse';
  /** Id of the exception, the entry or the control. */
  readonly object: string;
  /** Tells conditions of one exception and lapses of one control apart; else empty. */
  readonly part: string;
  readonly title: string;
  /** Last local day of it. */
  readonly due: LocalDate;
  /** 0 = it is over. */
  readonly days: ReminderDays | 0;
  /** Path of its page. */
  readonly path: string;
  /** Person ids. */
  readonly people: readonly string[];
}

/** The reminder of a span that is due now; none or one. */
export function remind(
  { asOf, zone }: View,
  about: Omit<Reminder, 'due' | 'days'>,
  span: { readonly since: number; readonly until: number },
): Reminder[] {
  const days = reminderDue({ ...span, now: Date.parse(asOf), zone });
  return days === null ? [] : [{ ...about, days, due: localDate(span.until, zone) }];
}
