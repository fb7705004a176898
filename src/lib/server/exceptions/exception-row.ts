import { daysBetween, localDate } from '#core/sla/calendar.ts';
import { reminderAt } from '#core/exception/reminder.ts';
import { fedRampDeviation } from '#core/exception/deviation.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { ExceptionsRow } from '../warehouse/queries.gen.ts';

/** An exception as pages, API and command line show it. People are names from the store. */
export function exceptionRow(app: App, view: View, row: ExceptionsRow) {
  const { total: _total, waiting: _waiting, targets: _targets, author, requestedBy, ...columns } = row;
  const daysLeft = daysLeftOf(view, row);
  return {
    ...columns,
    author: personName(app, author),
    requestedBy: requestedBy === null ? null : personName(app, requestedBy),
    daysWaiting: daysWaitingOf(view, row),
    daysLeft,
    /** The nearest of 30, 14, 7 and 1 days that has come; null = not yet. */
    reminder: daysLeft === null ? null : reminderAt(daysLeft),
    deviation: fedRampDeviation('exception'),
  };
}

export type ExceptionListRow = ReturnType<typeof exceptionRow>;

export function personName(app: App, personId: string): string {
  return app.store.people.name(personId) ?? 'erased person';
}

/** Days to its last one. A control that lapses may end it sooner; its validation is due by itself. */
function daysLeftOf({ asOf, zone }: View, { status, expiresAt }: ExceptionsRow): number | null {
  if (status !== 'active' || expiresAt === null) return null;
  // It ends with the last millisecond of a day: the day after it is no day of the exception.
  return daysBetween(localDate(Date.parse(asOf), zone), localDate(Date.parse(expiresAt) - 1, zone));
}

function daysWaitingOf({ asOf, zone }: View, { status, requestedAt }: ExceptionsRow): number | null {
  if (requestedAt === null || (status !== 'requested' && status !== 'in-assessment')) return null;
  return daysBetween(localDate(Date.parse(requestedAt), zone), localDate(Date.parse(asOf), zone));
}
