import { AppError } from '#core/errors.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import { addDays, endOfLocalDay, localDate, startOfLocalDay } from '#core/sla/calendar.ts';
import { isLocalDate } from '#core/time.ts';
import type { App } from '../app.ts';

/** First and last local day. */
export interface PeriodInput {
  readonly from: string;
  readonly until: string;
}

/** UTC ms; `untilAt` is the first instant outside. */
export interface Period {
  readonly fromAt: number;
  readonly untilAt: number;
}

/**
 * The instants of days in the policy's zone; today begins now.
 * @throws AppError PERIOD_INVALID with the field
 */
export function readPeriod(
  app: Pick<App, 'clock' | 'warehouse'>,
  { from, until }: PeriodInput,
  maxDays: number,
): Period {
  const now = app.clock();
  const { zone } = requirePolicy(app.warehouse.policies(), now);
  const today = localDate(now, zone);
  if (!isLocalDate(from)) throw invalid('from', 'Give a day such as 2027-01-31.');
  if (!isLocalDate(until)) throw invalid('until', 'Give a day such as 2027-01-31.');
  if (from < today) throw invalid('from', 'It begins today or later.');
  if (until < from) throw invalid('until', 'It ends on the day it begins or later.');
  if (until >= addDays(from, maxDays)) throw invalid('until', `It lasts at most ${maxDays} days.`);
  return {
    fromAt: from === today ? now : startOfLocalDay(from, zone),
    untilAt: endOfLocalDay(until, zone) + 1,
  };
}

function invalid(field: keyof PeriodInput, remedy: string): AppError {
  return new AppError({
    code: 'PERIOD_INVALID',
    message: 'The period is not valid.',
    remedy,
    where: { field },
  });
}
