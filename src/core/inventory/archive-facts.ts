import { isSecurityArchive } from '#core/advisory/security-archive.ts';
import type { ArchiveFacts } from './asset-facts.ts';
import type { Archive, HostObservation } from './observation.ts';

/**
 * The package archives of a host with their dates, one per suite. Read from the evidence when asked for: the dates
 * change with every fetch, and a row of the asset for each of them would make the inventory as large as its scans.
 */
export function archiveFacts(observation: HostObservation): ArchiveFacts[] {
  const bySuite = new Map(
    observation.archives.map((archive) => [`${archive.uri} ${archive.suite}`, archive]),
  );
  return [...bySuite.values()].map((archive: Archive) => ({
    suite: archive.suite,
    uri: archive.uri,
    label: archive.label,
    security: isSecurityArchive(archive, observation.os),
    date: isoOrNull(archive.dateAt),
    validUntil: isoOrNull(archive.validUntilAt),
    fetched: isoOrNull(archive.fetchedAt),
  }));
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
