import { AppError, isAppError } from '#core/errors.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import { localDate, startOfLocalDay } from '#core/sla/calendar.ts';
import { fromIso, isLocalDate, toIso } from '#core/time.ts';
import type { App } from '../app.ts';

/**
 * From when a decision holds, as an ISO instant: a day begins in the policy's zone, today and nothing mean now.
 * @throws AppError DATE_INVALID, TIME_ZONE_MISSING
 */
export function readEffect(app: App, text: string | undefined): string {
  const now = app.clock();
  if (text === undefined || text === '') return toIso(now);
  const isDayOnly = !text.includes('T');
  const { zone } = requirePolicy(app.warehouse.policies(), now);
  if (isLocalDate(text)) {
    const at = text === localDate(now, zone) ? now : startOfLocalDay(text, zone);
    return toIso(at);
  }
  try {
    return toIso(fromIso(text));
  } catch (error) {
    if (!isAppError(error)) throw error;
    // A day alone needs no zone: one that comes here is in no calendar.
    throw unreadable(error.code === 'TIME_ZONE_MISSING' && !isDayOnly);
  }
}

function unreadable(zoneless: boolean): AppError {
  return new AppError({
    code: zoneless ? 'TIME_ZONE_MISSING' : 'DATE_INVALID',
    message: zoneless
      ? 'The time from which it holds has no zone.'
      : 'The date from which it holds cannot be read.',
    remedy: 'Give a day such as 2026-05-31, or an instant such as 2026-05-31T12:00:00Z.',
    where: { field: 'effectiveFrom' },
  });
}
