import type { InventoryVerdict } from '#core/advisory/match.ts';
import { phasedOfCandidate } from '#core/advisory/match.ts';
import { startOfPeriod } from '#core/advisory/close-tier.ts';
import { splitKey } from '#core/advisory/tiers.ts';
import type { HostObservation, InstalledPackage, InstallRecord, PackagePolicy } from './observation.ts';

/** One installed package with what the host's own index offers for it. */
export interface PackageFacts {
  /** `name:arch` */
  readonly key: string;
  readonly name: string;
  readonly arch: string;
  readonly version: string;
  readonly source: string;
  readonly sourceVersion: string;
  readonly held: boolean;
  readonly candidate: string | null;
  /** Highest version above the installed one in a security archive. */
  readonly securityVersion: string | null;
  readonly phased: number | null;
  /** Archives that offer the candidate, as a JSON array of texts. */
  readonly origins: string;
  /** RPM module stream; null = none. */
  readonly module: string | null;
  /** When this version was installed, by the package manager's own log; UTC ms. */
  readonly installedAt: number | null;
}

/** Fields of a row in the text that both the warehouse and `packageText` write, to compare two scans. */
const FIELD = '\u001f';
const ROW = '\u001e';

export function packageText(pkg: PackageFacts): string {
  return [
    pkg.version,
    pkg.source,
    pkg.sourceVersion,
    pkg.held,
    pkg.candidate ?? '',
    pkg.securityVersion ?? '',
    pkg.phased ?? '',
    pkg.origins,
    pkg.module ?? '',
    pkg.installedAt ?? '',
  ].join(FIELD);
}

/** Key → text of every row in one text of rows. */
export function splitRows(text: string | null): Map<string, string> {
  const rows = new Map<string, string>();
  if (!text) return rows;
  for (const row of text.split(ROW)) {
    const end = row.indexOf(FIELD);
    rows.set(row.slice(0, end), row.slice(end + 1));
  }
  return rows;
}

/** The packages of a state, read back from their texts. */
export function readPackages(
  rows: ReadonlyMap<string, string>,
): (InstalledPackage & { readonly candidate: string | null; readonly securityVersion: string | null })[] {
  return [...rows].map(([key, text]) => {
    const { name, arch } = splitKey(key);
    const [
      version = '',
      source = '',
      sourceVersion = '',
      held,
      candidate = '',
      security = '',
      ,
      ,
      module = '',
    ] = text.split(FIELD);
    const known = { name, arch, version, source, sourceVersion, held: held === 'true' };
    const found = { ...known, candidate: orNull(candidate), securityVersion: orNull(security) };
    return module === '' ? found : { ...found, module };
  });
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** The install time within a row's text; ms. */
export function installedAtOf(text: string): number | null {
  const value = text.slice(text.lastIndexOf(FIELD) + 1);
  return value === '' ? null : Number(value);
}

export function versionOf(text: string): string {
  return text.slice(0, text.indexOf(FIELD));
}

/**
 * The packages of one complete observation. Package logs are rotated away, so an install time already known
 * for the same version is kept.
 * @param before key → text of the rows in force
 */
export function packagesOf(
  observation: HostObservation,
  verdict: InventoryVerdict,
  before: ReadonlyMap<string, string>,
): PackageFacts[] {
  const security = new Map(
    verdict.missing.map((patch) => [`${patch.name}:${patch.arch}`, patch.securityVersion]),
  );
  const records = groupRecords(observation.installRecords);
  const originsOf = rememberOrigins(
    new Map(observation.archives.map((archive) => [archive.id, archiveLabel(archive)])),
  );
  return observation.packages.map((pkg) => {
    const key = `${pkg.name}:${pkg.arch}`;
    const policy = observation.policies.get(key);
    const known = before.get(key);
    const recorded = startOfPeriod(records.get(key) ?? [], (record) => record.version === pkg.version);
    const kept = known !== undefined && versionOf(known) === pkg.version ? installedAtOf(known) : null;
    return {
      key,
      name: pkg.name,
      arch: pkg.arch,
      version: pkg.version,
      source: pkg.source,
      sourceVersion: pkg.sourceVersion,
      held: pkg.held,
      candidate: policy?.candidate ?? null,
      securityVersion: security.get(key) ?? null,
      phased: policy ? phasedOfCandidate(policy) : null,
      origins: originsOf(policy),
      module: pkg.module ?? null,
      installedAt: kept ?? recorded,
    };
  });
}

function groupRecords(records: readonly InstallRecord[]): Map<string, InstallRecord[]> {
  const groups = new Map<string, InstallRecord[]>();
  for (const record of records) {
    const key = `${record.name}:${record.arch}`;
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.at - b.at);
  return groups;
}

function archiveLabel(archive: {
  label: string | null;
  archive: string | null;
  suite: string;
  component: string;
  security?: boolean;
}) {
  // A source that says itself what it is has one name; the parts are those of an apt archive.
  if (archive.security !== undefined) return archive.suite;
  return `${archive.label ?? 'unlabelled'}:${archive.archive ?? archive.suite}/${archive.component}`;
}

/** Labels of the archives that offer the candidate, as a JSON array; nearly all packages share a few of them. */
function rememberOrigins(labels: ReadonlyMap<string, string>): (policy: PackagePolicy | undefined) => string {
  const texts = new Map<string, string>();
  return (policy) => {
    const archives = policy?.versions.find((one) => one.version === policy.candidate)?.archives ?? [];
    const ids = archives.join('\n');
    const known = texts.get(ids);
    if (known !== undefined) return known;
    const text = JSON.stringify([...new Set(archives.map((id) => labels.get(id) ?? id))].sort());
    texts.set(ids, text);
    return text;
  };
}
