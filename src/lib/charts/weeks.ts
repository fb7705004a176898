import { NARROW_SPACE, countOf, formatCount } from '../format/numbers.ts';
import { dayNumber, shortDay } from './calendar-words.ts';
import { textWidth } from './layout.ts';
import type { PolicySpan } from './policy-bands.ts';

/** What came and went in one week. A count is null when it was not measured. */
export interface WeekRow {
  /** The Monday, `2026-11-16`. */
  readonly week: string;
  readonly new: number | null;
  readonly reopened: number | null;
  readonly closed: number | null;
  readonly openAtEnd: number | null;
  readonly overdueAtEnd: number | null;
  /** Lists behind the counts. */
  readonly hrefs?: Partial<Readonly<Record<WeekCount, string>>>;
  /** Why nothing was measured. */
  readonly reason?: string;
}

export type WeekCount = 'new' | 'reopened' | 'closed' | 'openAtEnd' | 'overdueAtEnd';

export interface WeeksData {
  readonly rows: readonly WeekRow[];
  readonly policies: readonly PolicySpan[];
}

export interface FlowTotals {
  readonly new: number;
  readonly reopened: number;
  readonly closed: number;
}

/** Position on an axis where every week is 1 wide: 0 is the start of the first week. */
export function weekPosition(rows: readonly WeekRow[], iso: string): number {
  return (dayNumber(iso) - dayNumber(rows[0]?.week ?? iso)) / 7;
}

/** Sums over the weeks measured. */
export function flowTotals(rows: readonly WeekRow[]): FlowTotals {
  const sum = (count: keyof FlowTotals): number => rows.reduce((all, row) => all + (row[count] ?? 0), 0);
  return { new: sum('new'), reopened: sum('reopened'), closed: sum('closed') };
}

/** From the levels, not from the flows: what was retired or found not to apply has left as well. */
function netSentence(rows: readonly WeekRow[]): string | null {
  const since = rows.findIndex(({ openAtEnd }) => openAtEnd !== null);
  const [before, now] = [rows.at(since)?.openAtEnd ?? null, rows.at(-1)?.openAtEnd ?? null];
  if (since === -1 || since > rows.length - 2 || before === null || now === null) return null;
  const weeks = countOf(rows.length - 1 - since, 'week');
  if (now === before) return `As many open as ${weeks} ago.`;
  return `${formatCount(Math.abs(now - before))} ${now < before ? 'fewer' : 'more'} open than ${weeks} ago.`;
}

/** `Last 4 weeks closed 42 % of what was open or arrived.`; null when one of the counts is missing. */
function paceSentence(rows: readonly WeekRow[]): string | null {
  const last = rows.slice(-4);
  const before = rows.at(-5)?.openAtEnd ?? null;
  if (last.length < 4 || before === null || !last.every(isMeasured)) return null;
  const { new: arrived, reopened, closed } = flowTotals(last);
  const there = before + arrived + reopened;
  if (there === 0) return null;
  return `Last 4 weeks closed ${Math.floor((closed / there) * 100)}${NARROW_SPACE}% of what was open or arrived.`;
}

/** The net in a sentence, and the pace of the last four weeks. */
export function flowSentence({ rows }: WeeksData): string | null {
  const sentences = [netSentence(rows), paceSentence(rows)].filter((sentence) => sentence !== null);
  return sentences.length > 0 ? sentences.join(' ') : null;
}

/** True when what came and what went is known. */
export function isMeasured(row: WeekRow): boolean {
  return row.new !== null && row.reopened !== null && row.closed !== null;
}

export function gapReason({ week, reason }: WeekRow): string {
  return `Week of ${shortDay(week)}: ${reason ?? 'not measured'}`;
}

/** Indexes of the weeks that are labelled, so many that their days do not touch; counted from the last week back. */
export function labelledWeeks(count: number, weekWidth: number): number[] {
  const every = Math.max(1, Math.ceil((textWidth('25 Aug') + 10) / weekWidth));
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => (count - 1 - index) % every === 0,
  );
}
