import { monthName } from '../../charts/calendar-words.ts';
import { formatDay } from '../../format/dates.ts';
import { countOf } from '../../format/numbers.ts';

interface Period {
  /** Local days; a whole month is named. */
  readonly from: string;
  readonly to: string;
}

/** `in August 2026`, or `from 26 Aug to 23 Nov`. */
export function periodWords({ from, to }: Period): string {
  const dayAfter = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const isMonth = from.endsWith('-01') && dayAfter.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7);
  if (isMonth) return `in ${monthName(from.slice(0, 7))}`;
  const day = (local: string): string => formatDay(`${local}T00:00:00Z`, { zone: 'UTC', now: to });
  return `from ${day(from)} to ${day(to)}`;
}

type Words = readonly [before: string, after: string];

const outcomes: Readonly<Record<string, Words>> = {
  met: ['that fell due', 'were met'],
  late: ['that fell due', 'were late'],
  missed: ['that fell due', 'were missed'],
  'missed-not-rescanned': ['that fell due', 'were missed and not rescanned yet'],
  unknown: ['that fell due', 'cannot be told'],
  censored: ['that would have fallen due', 'left before'],
  adjudicated: ['that fell due', 'were adjudicated'],
};

/** The answer of the list: `2,790 obligations fell due in August 2026`. */
export function obligationsTitle(total: number, period: Period, outcome: string | undefined): string {
  const what = countOf(total, 'obligation');
  const when = periodWords(period);
  const words = outcome === undefined ? undefined : outcomes[outcome];
  if (!words) return `${what} fell due ${when}`;
  const [before, after] = words;
  return `${what} ${before} ${when} ${total === 1 ? after.replace(/^were/, 'was') : after}`;
}
