import { reminderAt } from '#core/exception/reminder.ts';
import { kindOf } from '#core/register/register-kinds.ts';
import { daysBetween, localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { StandingEntry } from './register-book.ts';

/** An entry as pages, API and command line show it. People are names from the store. */
export function entryRow({ store }: Pick<App, 'store'>, view: View, { id, state, standing }: StandingEntry) {
  const { content, approval, review } = state;
  const name = (person: string): string => store.people.name(person) ?? 'erased person';
  const daysLeft = standing.dueAt === null ? null : daysUntil(standing.dueAt, view);
  return {
    id,
    register: state.register,
    registerTitle: kindOf(state.register).title,
    title: content.title,
    unit: content.unit,
    owner: name(content.owner),
    ownerId: content.owner,
    status: standing.status,
    due: iso(standing.dueAt),
    daysLeft,
    overdue: standing.dueAt !== null && standing.dueAt < Date.parse(view.asOf),
    /** The nearest of 30, 14, 7 and 1 days that has come; null = not yet. */
    reminder: daysLeft === null ? null : reminderAt(daysLeft),
    recordedAt: iso(state.recordedAt),
    changedAt: iso(state.changedAt),
    authors: state.authors.map(name),
    approvedBy: approval === null ? null : name(approval.person),
    approvedAt: iso(approval?.at ?? null),
    reviewedBy: review === null ? null : name(review.person),
    reviewedAt: iso(review?.at ?? null),
    evidence: content.evidence.length,
  };
}

export type EntryRow = ReturnType<typeof entryRow>;

function daysUntil(due: number, { asOf, zone }: View): number {
  return daysBetween(localDate(Date.parse(asOf), zone), localDate(due, zone));
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
