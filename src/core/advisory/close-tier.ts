import type { InstallRecord } from '#core/inventory/observation.ts';
import { debSign } from '#core/version/deb.ts';
import type { FindingPackage, FindingSnapshot, OpenFinding, TrackedScan } from './finding-state.ts';

/**
 * The closing row of a finding whose first tier a sufficient scan proves reached. `fixedAt` is the host's own
 * record where one is accepted for every package, else the instant of the proving scan (sla.md, "Met, missed,
 * unknown").
 */
export function closeTier(finding: OpenFinding, scan: TrackedScan): FindingSnapshot {
  const targets = Object.entries(finding.tiers[0].targets);
  const records = targets.map(([key, target]) => recordOf(key, target, scan));
  const flawSeen = lastFlawSeen(finding, scan);
  const contradicted = records.some((at) => at !== null && at <= flawSeen.at);
  const accepted = !contradicted && records.every((at) => at !== null && at <= scan.at);
  const installedAt = accepted ? Math.max(...records.map((at) => at ?? 0)) : null;
  return {
    state: targets.some(([key]) => scan.installed.has(key)) ? 'fixed' : 'removed',
    packages: targets.map(([key, fixed]) => closedPackage(finding, { key, fixed }, scan)),
    installedAt,
    fixedAt: installedAt ?? scan.at,
    verifiedAt: scan.at,
    verifiedBy: scan.scanId,
    contradictedBy: contradicted ? flawSeen.scanId : null,
    reopenedAt: finding.reopenedAt,
  };
}

function closedPackage(
  finding: OpenFinding,
  { key, fixed }: { key: string; fixed: string },
  scan: TrackedScan,
): FindingPackage {
  const [name = key, arch = ''] = key.split(':');
  const before = finding.snapshot.packages.find((pkg) => pkg.name === name && pkg.arch === arch);
  const installed = scan.installed.get(key) ?? null;
  return { name, arch, installed, fixed, candidate: installed, held: before?.held ?? false, phased: null };
}

/** The last sufficient scan that saw this finding open: a record not later than it cannot be true. */
function lastFlawSeen(finding: OpenFinding, scan: TrackedScan): { at: number; scanId: string } {
  const detected = { at: finding.reopenedAt ?? finding.firstDetectedAt, scanId: finding.detectedBy };
  const previous = scan.previousSufficient;
  return previous && previous.at > detected.at ? previous : detected;
}

function recordOf(key: string, target: string, scan: TrackedScan): number | null {
  const records = scan.installRecords
    .filter((record) => `${record.name}:${record.arch}` === key && record.at <= scan.at)
    .sort((a, b) => a.at - b.at);
  return scan.installed.has(key) ? startOfFixedPeriod(records, target) : removedAt(records);
}

/** Start of the last unbroken period at or above `target`, null when the record does not show one. */
export function startOfFixedPeriod(records: readonly InstallRecord[], target: string): number | null {
  let start: number | null = null;
  for (const record of records) {
    const reached = record.version !== null && (debSign(record.version, target) ?? -1) >= 0;
    if (!reached) start = null;
    else start ??= record.at;
  }
  return start;
}

function removedAt(records: readonly InstallRecord[]): number | null {
  const last = records.at(-1);
  return last && last.version === null ? last.at : null;
}
