import { daysBetween } from '#lib/format/dates.ts';

/**
 * Local days from the day a decision holds from to the day it was recorded: above 0 it was back-dated, which reports
 * flag; below 0 it was decided ahead.
 */
export function backdatedDays(
  { validFrom, recordedAt }: { readonly validFrom: string; readonly recordedAt: string },
  zone: string,
): number {
  return daysBetween(validFrom, recordedAt, zone);
}
