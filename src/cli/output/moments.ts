import { isoDay } from '#lib/format/dates.ts';

/** `2026-11-23 18:04 UTC`: evidence is told in UTC. */
export function utcMinute(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `2026-11-23`: due dates are days in the policy's zone. */
export function dueDay(iso: string | null, zone: string): string | null {
  return iso === null ? null : isoDay(iso, zone);
}
