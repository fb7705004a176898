import { AppError } from '#core/errors.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import { localDate, startOfLocalDay } from '#core/sla/calendar.ts';
import { isLocalDate, toIso } from '#core/time.ts';
import type { App } from '../app.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * From when a decision holds, as an ISO instant: a day begins in the policy's zone, today and nothing mean now.
 * @throws AppError DATE_INVALID
 */
export function readEffect(app: App, text: string | undefined): string {
  const now = app.clock();
  if (text === undefined || text === '') return toIso(now);
  const { zone } = requirePolicy(app.warehouse.policies(), now);
  if (isLocalDate(text)) {
    const at = text === localDate(now, zone) ? now : startOfLocalDay(text, zone);
    return toIso(at);
  }
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return toIso(at);
  throw new AppError({
    code: 'DATE_INVALID',
    message: 'The date from which it holds cannot be read.',
    remedy: 'Give a day such as 2026-05-31, or an instant such as 2026-05-31T12:00:00Z.',
    where: { field: 'effectiveFrom' },
  });
}
