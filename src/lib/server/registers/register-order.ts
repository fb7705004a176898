import type { EntryRow } from './entry-row.ts';

/** Days before a review on which it is shown as coming. */
const SOON_DAYS = 30;

/** Due within 30 days and not overdue. */
export function isDueSoon({ overdue, daysLeft }: EntryRow): boolean {
  return !overdue && daysLeft !== null && daysLeft <= SOON_DAYS;
}

/** The earliest due first, then what has none; the id decides ties. */
export function byDue(a: EntryRow, b: EntryRow): number {
  return compare(a.due ?? '9', b.due ?? '9') || compare(a.id, b.id);
}

type Order = (a: EntryRow, b: EntryRow) => number;

const orders: Readonly<Record<string, Order>> = {
  due: byDue,
  title: (a, b) => compare(a.title.toLowerCase(), b.title.toLowerCase()) || compare(a.id, b.id),
  status: (a, b) => compare(a.status, b.status) || byDue(a, b),
  recorded: (a, b) => compare(a.recordedAt ?? '', b.recordedAt ?? '') || compare(a.id, b.id),
};

export const entrySorts = Object.keys(orders);

/** The order that a list was asked for; by due if for none. */
export function orderOf(sort: string | null): Order {
  const order = orders[sort?.replace(/^-/, '') ?? 'due'] ?? byDue;
  return sort?.startsWith('-') ? (a, b) => order(b, a) : order;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
