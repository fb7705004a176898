import type { Archive, OperatingSystem } from '#core/inventory/observation.ts';
import { reason } from './reason.ts';
import type { Reason } from './reason.ts';

/** Limits after which a security archive on a host no longer proves anything; milliseconds. */
export interface FreshnessLimits {
  /** Since apt last fetched the lists. */
  readonly staleListsMs: number;
  /** Age of `Date:` where there is no `Valid-Until:` (Debian only). */
  readonly staleArchiveMs: number;
}

const DAY = 86_400_000;

/**
 * A source that says itself whether it carries security updates is believed. Of the others, a security archive is one
 * labelled Debian-Security, with a suite ending in `-security`, or of Ubuntu Pro: of origin UbuntuESM* or UbuntuFIPS*, whose
 * suites are named `…-updates`. Raspbian mirrors security fixes into its one archive, so it has none.
 */
export function isSecurityArchive(archive: Archive, os: OperatingSystem): boolean {
  if (archive.security !== undefined) return archive.security;
  if (os.id === 'raspbian') return false;
  return (
    archive.label === 'Debian-Security' ||
    archive.suite.endsWith('-security') ||
    (archive.archive ?? '').endsWith('-security') ||
    /^Ubuntu(?:ESM|FIPS(?:Updates|Preview)?$)/.test(archive.origin ?? '')
  );
}

/** Why the archives of a host do not suffice to say "nothing is missing"; empty = they do. */
export function judgeArchives(
  archives: readonly Archive[],
  os: OperatingSystem,
  limits: FreshnessLimits,
  observedAt: number,
): Reason[] {
  if (archives.length === 0) return [reason('no-package-index')];
  if (os.id === 'raspbian' && archives.every((archive) => archive.security === undefined))
    return [reason('security-not-classifiable', os.prettyName)];
  const security = archives.filter((archive) => isSecurityArchive(archive, os));
  const silent = suitesOf(archives.filter((archive) => archive.unclassified === true)).join(', ');
  const unclassified =
    silent === '' ? [] : [reason('security-not-classifiable', `${os.prettyName} (${silent})`)];
  if (security.length === 0) return silent === '' ? [reason('no-security-source')] : unclassified;
  const reasons = security.some((archive) => isOfRelease(archive, os))
    ? []
    : [reason('security-source-other-release', suitesOf(security).join(', '))];
  return [
    ...unclassified,
    ...reasons,
    ...onePerRelease(security).flatMap((one) => judgeFreshness(one, os, limits, observedAt)),
  ];
}

function isOfRelease(archive: Archive, os: OperatingSystem): boolean {
  if (os.codename === null) return true;
  return [archive.codename, archive.suite, archive.archive].some((name) =>
    name?.startsWith(os.codename ?? ''),
  );
}

function suitesOf(archives: readonly Archive[]): string[] {
  return [...new Set(archives.map((archive) => archive.suite))].sort();
}

/** Components and architectures share one Release file: judge it once. */
function onePerRelease(archives: readonly Archive[]): Archive[] {
  return [...new Map(archives.map((archive) => [`${archive.uri} ${archive.suite}`, archive])).values()];
}

function judgeFreshness(
  archive: Archive,
  os: OperatingSystem,
  limits: FreshnessLimits,
  observedAt: number,
): Reason[] {
  return [...judgeFetched(archive, limits, observedAt), ...judgeDate(archive, os, limits, observedAt)];
}

function judgeFetched(archive: Archive, limits: FreshnessLimits, observedAt: number): Reason[] {
  if (archive.fetchedAt === null) return [reason('lists-age-unknown', archive.suite)];
  const age = observedAt - archive.fetchedAt;
  if (age <= limits.staleListsMs) return [];
  return [reason('lists-stale', `${archive.suite} fetched ${Math.floor(age / DAY)} d before the scan`)];
}

function judgeDate(
  archive: Archive,
  os: OperatingSystem,
  limits: FreshnessLimits,
  observedAt: number,
): Reason[] {
  if (archive.validUntilAt !== null) {
    if (observedAt <= archive.validUntilAt) return [];
    return [reason('archive-frozen', `${archive.suite} was valid until ${isoDay(archive.validUntilAt)}`)];
  }
  // Ubuntu publishes no Valid-Until and dates -security on change only, so its Date says nothing.
  if (os.id !== 'debian') return [];
  if (archive.dateAt === null) return [reason('lists-age-unknown', `${archive.suite} has no date`)];
  if (observedAt - archive.dateAt <= limits.staleArchiveMs) return [];
  return [reason('archive-frozen', `${archive.suite} is dated ${isoDay(archive.dateAt)}`)];
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
