import { isBackdated } from '#core/reports/report-flag.ts';
import type { ReportFlag } from '#core/reports/report-flag.ts';
import type { Sightings } from '../warehouse/read-sightings.ts';

/** What of a report is taken in as it stands, and should be known. @param receivedAt ms since 1970 UTC */
export function flagsOf(
  { hosts, hidden, unreadable }: Pick<Sightings, 'hosts' | 'hidden' | 'unreadable'>,
  receivedAt: number,
): ReportFlag[] {
  const flags: ReportFlag[] = [];
  if ([...hosts.values()].some((host) => isBackdated(host, receivedAt))) flags.push('BACKDATED');
  if (hidden) flags.push('CONTROL_CHARS');
  if (unreadable) flags.push('VERSION_INVALID');
  return flags;
}
