import { isBackdated, sharesNames } from '#core/reports/report-flag.ts';
import type { ReportFlag } from '#core/reports/report-flag.ts';
import { isConverted } from '#scanners/importers/report-bytes.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import type { Sightings } from '../warehouse/read-sightings.ts';

export interface FlaggedFile {
  readonly documents: ReportDocuments;
  /** ms since 1970 UTC */
  readonly receivedAt: number;
}

/** What of a report is taken in as it stands, and should be known. */
export function flagsOf(
  { hosts, hidden, unreadable, wrongCves }: Pick<Sightings, 'hosts' | 'hidden' | 'unreadable' | 'wrongCves'>,
  { documents, receivedAt }: FlaggedFile,
): ReportFlag[] {
  const flags: ReportFlag[] = [];
  if ([...hosts.values()].some((host) => isBackdated(host, receivedAt))) flags.push('BACKDATED');
  if (hidden) flags.push('CONTROL_CHARS');
  if (documents.some(isConverted)) flags.push('CONVERTED');
  if (wrongCves) flags.push('CVE_INVALID');
  if (sharesNames(hosts.values())) flags.push('NAME_SHARED');
  if (unreadable) flags.push('VERSION_INVALID');
  return flags;
}
