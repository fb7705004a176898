import { countOf } from '#lib/format/numbers.ts';

const statuses: Readonly<Record<string, string>> = {
  current: 'In force',
  waiting: 'Waits for approval',
  'to-change': 'To be changed',
  failing: 'Does not count',
  past: 'Past',
  closed: 'Closed',
};

/** Where an entry stands. */
export function entryStatus(status: string): string {
  return statuses[status] ?? status;
}

/** `12 d overdue`, `due today`, `7 d left`. */
export function dueWords(daysLeft: number): string {
  if (daysLeft < 0) return `${-daysLeft} d overdue`;
  return daysLeft === 0 ? 'due today' : `${daysLeft} d left`;
}

/** How a due date stands out: not at all while it is more than a week away. */
export function dueTone({ daysLeft, overdue }: { daysLeft: number | null; overdue: boolean }): string {
  if (overdue) return 'font-semibold text-fail';
  return daysLeft !== null && daysLeft <= 7 ? 'font-semibold text-warn' : 'text-ink-3';
}

interface Counts {
  readonly entries: number;
  readonly overdue: number;
  readonly soon: number;
  readonly waiting: number;
}

/** The page's answer to: what is due? */
export function registersTitle({ entries, overdue, soon, waiting }: Counts): string {
  const is = (count: number): string => (count === 1 ? 'is' : 'are');
  if (overdue > 0) return `${countOf(overdue, 'review')} ${is(overdue)} overdue`;
  if (waiting > 0)
    return `${countOf(waiting, 'entry', 'entries')} ${waiting === 1 ? 'waits' : 'wait'} for approval`;
  if (soon > 0) return `${countOf(soon, 'review')} ${is(soon)} due within 30 days`;
  return entries === 0 ? 'Nothing is recorded in the registers' : 'No review is due within 30 days';
}

const intervals: Readonly<Record<string, string>> = {
  P30D: 'Within 30 days',
  P3M: 'Every 3 months',
  P6M: 'Every 6 months',
  P12M: 'Every 12 months',
};

/** How often a register asks for something. */
export function intervalWords(interval: string): string {
  return intervals[interval] ?? interval;
}

const happened: Readonly<Record<string, string>> = {
  recorded: 'recorded it',
  changed: 'changed it',
  approved: 'approved it',
  returned: 'gave it back',
  closed: 'closed it',
  confirmed: 'reviewed it and found it right',
  'change-needed': 'reviewed it and wants a change',
};

/** What a person did, or what their review found. */
export function happenedWords(kind: string): string {
  return happened[kind] ?? kind;
}

const done: Readonly<Record<string, string>> = {
  recorded: 'The entry is recorded.',
  changed: 'The change is recorded.',
  approved: 'Your approval is recorded.',
  returned: 'It went back to its author.',
  reviewed: 'Your review is recorded.',
  closed: 'The entry is closed.',
};

/** What an answer did, from the word that the address carries. */
export function doneWords(what: string): string {
  return done[what] ?? 'Done.';
}
