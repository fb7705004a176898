import { waitsForStaff } from '#core/audit/audit-request.ts';
import { daysBetween, endOfLocalDay, localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import { personName } from '../exceptions/exception-row.ts';
import type { View } from '../read-view.ts';
import type { Engagement } from './engagement-book.ts';
import type { KnownRequest } from './request-book.ts';

export interface RowContext {
  readonly app: App;
  readonly view: View;
  readonly engagements: ReadonlyMap<string, Engagement>;
}

/** A request as pages, API and command line show it. People are names from the store. */
export function requestRow({ app, view, engagements }: RowContext, { id, state, told }: KnownRequest) {
  const { content, author, askedAt, status, since, answeredBy } = state;
  const waits = waitsForStaff(state);
  const now = Date.parse(view.asOf);
  const today = localDate(now, view.zone);
  return {
    id,
    engagement: content.engagement,
    engagementName: engagements.get(content.engagement)?.name ?? content.engagement,
    title: content.title,
    requirement: content.requirement,
    unit: content.unit,
    about: content.about,
    status,
    due: content.due,
    daysLeft: waits ? daysBetween(today, content.due) : null,
    overdue: waits && endOfLocalDay(content.due, view.zone) < now,
    /** Since when it waits for people of the organisation; null = it does not. */
    waitingSince: waits ? new Date(since).toISOString() : null,
    daysWaiting: waits ? daysBetween(localDate(since, view.zone), today) : null,
    auditor: personName(app, author),
    askedAt: new Date(askedAt).toISOString(),
    changedAt: new Date(since).toISOString(),
    answeredBy: answeredBy === null ? null : personName(app, answeredBy),
    files: told.reduce((sum, { event }) => sum + ('evidence' in event ? event.evidence.length : 0), 0),
  };
}

export type RequestRow = ReturnType<typeof requestRow>;

/** The earliest day first among those that wait, then the rest by their number. */
export function byDue(a: RequestRow, b: RequestRow): number {
  const key = ({ waitingSince, due }: RequestRow): string => (waitingSince === null ? `9${due}` : due);
  return compare(key(a), key(b)) || compare(a.id, b.id);
}

type Order = (a: RequestRow, b: RequestRow) => number;

const orders: Readonly<Record<string, Order>> = {
  due: byDue,
  title: (a, b) => compare(a.title.toLowerCase(), b.title.toLowerCase()) || compare(a.id, b.id),
  status: (a, b) => compare(a.status, b.status) || byDue(a, b),
  asked: (a, b) => compare(a.askedAt, b.askedAt) || compare(a.id, b.id),
};

export const requestSorts = Object.keys(orders);

/** The order that a list was asked for; by due if for none. */
export function orderOf(sort: string | null): Order {
  const order = orders[sort?.replace(/^-/, '') ?? 'due'] ?? byDue;
  return sort?.startsWith('-') ? (a, b) => order(b, a) : order;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
