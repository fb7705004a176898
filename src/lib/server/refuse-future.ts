import { AppError } from '#core/errors.ts';
import { toIso } from '#core/time.ts';

/** How far the clock of whoever wrote something may run ahead of ours, ms. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

export interface FutureRule {
  /** UTC ms of this server. */
  readonly now: number;
  /** What says so, as the beginning of a sentence: "The report has a time". */
  readonly says: string;
  readonly remedy: string;
  readonly toleranceMs?: number;
}

/**
 * Refuses a time that has not come yet, with ours beside it: one of the two clocks is wrong.
 * @param at as it was written; null = it says none
 * @throws AppError TIME_IN_FUTURE (422)
 */
export function refuseFuture(
  at: string | null,
  { now, says, remedy, toleranceMs = CLOCK_TOLERANCE_MS }: FutureRule,
): void {
  const ahead = at === null ? 0 : Date.parse(at) - now;
  if (ahead <= toleranceMs) return;
  const [minutesAhead, serverTime] = [Math.round(ahead / 60_000), toIso(now)];
  throw new AppError({
    code: 'TIME_IN_FUTURE',
    message: `${says} ${at}, ${minutesAhead} min ahead of this server, where it is ${serverTime}.`,
    remedy,
    status: 422,
  });
}
