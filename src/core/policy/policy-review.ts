import { addDays, addMonths, endOfLocalDay, localDate } from '../sla/calendar.ts';
import { parseDuration } from '../sla/duration.ts';
import type { LocalDate } from '../time.ts';
import { defaultReview } from './operating-rules.ts';
import type { PolicyVersion } from './policy.ts';

/** What a review decided. */
export const reviewOutcomes = ['keep', 'change'] as const;

export type ReviewOutcome = (typeof reviewOutcomes)[number];

type Reviewed = Pick<PolicyVersion, 'effectiveFromAt' | 'zone' | 'reviewEvery'>;

/** Last day on which the next review of a version is in time, counted from its first day or from the last review. */
export function nextReviewDay(policy: Reviewed, lastHeldAt: number | null): LocalDate {
  const from = localDate(Math.max(policy.effectiveFromAt, lastHeldAt ?? 0), policy.zone);
  const { unit, count } = parseDuration(policy.reviewEvery ?? defaultReview);
  if (unit === 'months') return addMonths(from, count);
  return addDays(from, unit === 'days' ? count : Math.floor(count / 24));
}

/** Whether that day is over. */
export function isReviewOverdue(policy: Reviewed, lastHeldAt: number | null, now: number): boolean {
  return now > endOfLocalDay(nextReviewDay(policy, lastHeldAt), policy.zone);
}

/** 45 CFR 164.316(b)(2)(i): policies are kept six years from when they were last in effect. */
const KEPT_MONTHS = 72;

/**
 * Last day on which a version has to be kept: six years from the day the next one took its place; null = it is in
 * effect, or will be.
 */
export function keptUntil(
  policies: readonly PolicyVersion[],
  version: number,
  now: number,
): LocalDate | null {
  const policy = policies.find((one) => one.version === version);
  if (!policy) return null;
  const { effectiveFromAt } = policy;
  const later = policies.filter(
    (one) =>
      one.effectiveFromAt > effectiveFromAt ||
      (one.effectiveFromAt === effectiveFromAt && one.version > version),
  );
  const endedAt = Math.min(...later.map((one) => one.effectiveFromAt));
  return endedAt <= now ? addMonths(localDate(endedAt, policy.zone), KEPT_MONTHS) : null;
}
