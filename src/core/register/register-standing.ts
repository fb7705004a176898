import { startOfLocalDay } from '../sla/calendar.ts';
import { dueAt } from '../sla/due.ts';
import type { EntryState } from './register-entry.ts';
import type { FieldIs, RegisterKind, ReviewInterval } from './register-kind.ts';
import { kindOf } from './register-kinds.ts';

/**
 * `waiting` for an approval, `to-change` because an approver or a review said so, `failing` = it does not count and
 * nothing after it does, `past` = a newer one has taken its place or it is done.
 */
export type EntryStatus = 'current' | 'waiting' | 'to-change' | 'failing' | 'past' | 'closed';

export interface Standing {
  readonly status: EntryStatus;
  /** Last instant of the next review; null = none is due. */
  readonly dueAt: number | null;
}

export interface NamedEntry {
  readonly id: string;
  readonly state: EntryState;
}

/** Where every entry stands, by id. Nothing but instants: no job has to run for a review to be overdue. */
export function standingsOf(entries: readonly NamedEntry[], zone: string): ReadonlyMap<string, Standing> {
  const newest = newestOf(entries);
  return new Map(entries.map((entry) => [entry.id, standingOf(entry, newest, zone)]));
}

function standingOf(
  { id, state }: NamedEntry,
  newest: ReadonlyMap<string, NamedEntry>,
  zone: string,
): Standing {
  if (state.closedAt !== null) return { status: 'closed', dueAt: null };
  const kind = kindOf(state.register);
  const leader = newest.get(seriesOf(state));
  const due = dueOf({ id, state }, leader, zone);
  return { status: statusOf(kind, { id, state }, leader), dueAt: due };
}

function statusOf(
  kind: RegisterKind,
  { id, state }: NamedEntry,
  leader: NamedEntry | undefined,
): EntryStatus {
  if (state.returned !== null || needsChange(state)) return 'to-change';
  if (kind.approvers !== null && state.approval === null) return 'waiting';
  if (kind.cadence.of === 'entry') return 'current';
  if (kind.cadence.of === 'once') return state.confirmedAt === null ? 'current' : 'past';
  if (leader === undefined) return 'failing';
  if (leader.id === id) return 'current';
  return !counts(state) && isLater(state, leader.state) ? 'failing' : 'past';
}

/** A review that wants a change stands until the entry is changed or another review finds it right. */
function needsChange({ review, changedAt }: EntryState): boolean {
  return review !== null && review.result === 'change-needed' && review.at >= changedAt;
}

function dueOf({ id, state }: NamedEntry, leader: NamedEntry | undefined, zone: string): number | null {
  const kind = kindOf(state.register);
  const { cadence } = kind;
  const interval = intervalOf(cadence.interval, state);
  if (cadence.of === 'series')
    return leader?.id === id ? dueAt(dayOf(state, cadence.day, zone), interval, zone) : null;
  if (cadence.of === 'once')
    return state.confirmedAt === null ? dueAt(dayOf(state, cadence.day, zone), interval, zone) : null;
  const begun = kind.approvers === null ? state.recordedAt : state.approvedAt;
  const start = Math.max(begun ?? -1, state.confirmedAt ?? -1);
  return start < 0 ? null : dueAt(start, interval, zone);
}

function intervalOf({ usual, when }: ReviewInterval, { content }: EntryState): string {
  return when && holds(when, content.fields) ? when.interval : usual;
}

function dayOf({ content }: EntryState, field: string, zone: string): number {
  return startOfLocalDay(content.fields[field] ?? '', zone);
}

/** The newest entry that counts, of each register and unit. */
function newestOf(entries: readonly NamedEntry[]): ReadonlyMap<string, NamedEntry> {
  const newest = new Map<string, NamedEntry>();
  for (const entry of entries) {
    if (!counts(entry.state)) continue;
    const known = newest.get(seriesOf(entry.state));
    if (known === undefined || !isLater(known.state, entry.state)) newest.set(seriesOf(entry.state), entry);
  }
  return newest;
}

const seriesOf = ({ register, content }: EntryState): string => `${register} ${content.unit}`;

/** Of a series: it is approved where that is asked for, and says what an entry has to say to count. */
function counts(state: EntryState): boolean {
  const { cadence, approvers } = kindOf(state.register);
  if (cadence.of !== 'series' || state.closedAt !== null) return false;
  if (approvers !== null && state.approval === null) return false;
  return cadence.counts === null || holds(cadence.counts, state.content.fields);
}

/** By the day they name, else by when they were recorded. */
function isLater(one: EntryState, other: EntryState): boolean {
  const { cadence } = kindOf(one.register);
  if (cadence.of === 'entry') return one.recordedAt > other.recordedAt;
  const [a, b] = [one, other].map(({ content }) => content.fields[cadence.day] ?? '') as [string, string];
  return a === b ? one.recordedAt > other.recordedAt : a > b;
}

export function holds({ field, is }: FieldIs, fields: EntryState['content']['fields']): boolean {
  return fields[field] === is;
}
