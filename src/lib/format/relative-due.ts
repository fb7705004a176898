import { daysBetween, type Instant, toMillis } from './dates.ts';
import { formatCount, NARROW_SPACE } from './numbers.ts';

export type DueTone = 'over' | 'soon' | 'later';

export interface DueWords {
  readonly text: string;
  readonly tone: DueTone;
  /** Local calendar days from now to due; negative once it has passed. */
  readonly days: number;
}

/** Days before due from which a finding counts as due soon. */
export const DUE_SOON_DAYS = 7;

/** How a due date reads now: `2 d left`, `due today`, `9 d over`. Days are calendar days of the policy's zone. */
export function relativeDue(due: Instant, now: Instant, zone: string): DueWords {
  const days = daysBetween(now, due, zone);
  const over = toMillis(now) > toMillis(due);
  if (over) return { text: days === 0 ? 'over today' : `${inDays(-days)} over`, tone: 'over', days };
  if (days === 0) return { text: 'due today', tone: 'soon', days };
  return { text: `${inDays(days)} left`, tone: days <= DUE_SOON_DAYS ? 'soon' : 'later', days };
}

function inDays(days: number): string {
  return `${formatCount(days)}${NARROW_SPACE}d`;
}
