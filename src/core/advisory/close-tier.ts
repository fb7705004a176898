import type { InstallRecord } from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type {
  FindingPackage,
  FindingSnapshot,
  OpenFinding,
  Reopening,
  TrackedScan,
  WithdrawnState,
} from './finding-state.ts';
import { isKernel } from './kernel.ts';
import { schemeMark, splitKey } from './tiers.ts';
import { toIso } from '../time.ts';

/**
 * The closing row of a finding whose first tier a sufficient scan proves reached. `fixedAt` is the host's own
 * record where one is accepted, else the instant of the proving scan (sla.md, "Met, missed, unknown"). A kernel
 * is fixed when it runs, not when it is installed.
 */
export function closeTier(finding: OpenFinding, scan: TrackedScan): FindingSnapshot {
  const targets = Object.entries(finding.tiers[0].targets);
  const flawSeen = lastFlawSeen(finding, scan);
  const periods = targets.map(([key, target]) => ({
    at: recordOf(key, target, scan),
    wasBelow: wasBelow(finding, { key, target }, scan),
  }));
  // A package that the last scan already saw updated is not what that scan contradicts.
  const contradicted = periods.some(({ at, wasBelow }) => wasBelow && at !== null && at <= flawSeen.at);
  const recorded = periods.every(({ at, wasBelow }) => at !== null || !wasBelow);
  const latest = Math.max(...periods.map(({ at }) => at ?? Number.NEGATIVE_INFINITY));
  const installedAt = recorded && !contradicted && Number.isFinite(latest) ? latest : null;
  return {
    state: targets.some(([key]) => scan.installed.has(key)) ? 'fixed' : 'removed',
    packages: targets.map(([key, fixed]) => closedPackage(finding, { key, fixed }, scan)),
    installedAt,
    fixedAt: fixedAt(finding, { installedAt, flawSeenAt: flawSeen.at }, scan),
    verifiedAt: scan.at,
    verifiedBy: scan.scanId,
    flawSeenAt: flawSeen.at,
    contradictedBy: contradicted ? flawSeen.scanId : null,
    reopenedAt: finding.reopened?.at ?? null,
    adviceKey: finding.snapshot.adviceKey,
  };
}

/** The last row of a finding whose version is installed and whose steps are done. */
export function closeSteps(finding: OpenFinding, scan: TrackedScan, doneAt: number | null): FindingSnapshot {
  const closed = closeTier(finding, scan);
  if (doneAt === null || closed.fixedAt === null) return closed;
  return { ...closed, fixedAt: Math.min(Math.max(closed.fixedAt, doneAt), scan.at) };
}

/** The last row of a finding that a person's word closes: the scan that saw its version was before. */
export function closeByWord(finding: OpenFinding, scan: TrackedScan): FindingSnapshot {
  return {
    ...finding.snapshot,
    state: 'fixed',
    fixedAt: scan.at,
    verifiedAt: scan.at,
    verifiedBy: scan.scanId,
    flawSeenAt: lastFlawSeen(finding, scan).at,
  };
}

/** The last row of a finding of settings: a person recorded at an instant (UTC ms) that they are verified. */
export function closeSettings(finding: OpenFinding, scan: TrackedScan, verifiedAt: number): FindingSnapshot {
  return {
    ...closeByWord(finding, scan),
    packages: finding.snapshot.packages.map((pkg) => ({ ...pkg, installed: pkg.fixed })),
    fixedAt: verifiedAt,
    verifiedBy: `steps ${toIso(verifiedAt)}`,
  };
}

/** The last row of a finding of which feeds no longer name anything to install: their word is the proof. */
export function withdrawFix(finding: OpenFinding, scan: TrackedScan, state: WithdrawnState): FindingSnapshot {
  return {
    ...finding.snapshot,
    state,
    installedAt: null,
    fixedAt: null,
    verifiedAt: scan.at,
    verifiedBy: scan.scanId,
    flawSeenAt: lastFlawSeen(finding, scan).at,
    contradictedBy: null,
    reopenedAt: finding.reopened?.at ?? null,
  };
}

interface Installed {
  readonly installedAt: number | null;
  readonly flawSeenAt: number;
}

function fixedAt(finding: OpenFinding, { installedAt, flawSeenAt }: Installed, scan: TrackedScan): number {
  if (installedAt === null) return scan.at;
  const removed = Object.keys(finding.tiers[0].targets).every((key) => !scan.installed.has(key));
  if (removed || scan.kernel === null || !isKernel(finding.tiers[0])) return installedAt;
  const loadedAt = Math.max(installedAt, scan.kernel.bootedAt ?? scan.at);
  return loadedAt > flawSeenAt ? Math.min(loadedAt, scan.at) : scan.at;
}

function closedPackage(
  finding: OpenFinding,
  { key, fixed }: { key: string; fixed: string },
  scan: TrackedScan,
): FindingPackage {
  const { name, arch } = splitKey(key);
  const installed = scan.installed.get(key) ?? null;
  const held = rowOf(finding, key)?.held ?? false;
  return {
    name,
    arch,
    installed,
    fixed,
    candidate: scan.candidateOf(key),
    held,
    phased: null,
    ...schemeMark(scan.scheme),
  };
}

function rowOf(finding: OpenFinding, key: string): FindingPackage | undefined {
  return finding.snapshot.packages.find((pkg) => `${pkg.name}:${pkg.arch}` === key);
}

/** True when the last scan that spoke of the package saw it below its target. */
function wasBelow(
  finding: OpenFinding,
  { key, target }: { key: string; target: string },
  { scheme }: TrackedScan,
): boolean {
  const row = rowOf(finding, key);
  return (
    row !== undefined && row.installed !== null && (compareSign(scheme, row.installed, target) ?? -1) === -1
  );
}

/** The last sufficient scan that saw this finding open, or the one that detected it. */
function lastFlawSeen(finding: OpenFinding, scan: TrackedScan): Reopening {
  const detected = finding.reopened ?? { at: finding.firstDetectedAt, scanId: finding.detectedBy };
  const previous = scan.previousSufficient;
  return previous && previous.at >= detected.at ? previous : detected;
}

/** When the host's own record says that a package came to its target, or went; null = it does not tell. */
export function recordOf(key: string, target: string, scan: TrackedScan): number | null {
  const records = scan.installRecords
    .filter((record) => `${record.name}:${record.arch}` === key && record.at <= scan.at)
    .sort((a, b) => a.at - b.at);
  const isFixed = ({ version }: InstallRecord) =>
    version !== null && (compareSign(scan.scheme, version, target) ?? -1) >= 0;
  return startOfPeriod(records, scan.installed.has(key) ? isFixed : ({ version }) => version === null);
}

/** Start of the unbroken period at the end of the record for which `holds`, null when there is none. */
export function startOfPeriod(
  records: readonly InstallRecord[],
  holds: (record: InstallRecord) => boolean,
): number | null {
  let start: number | null = null;
  for (const record of records) {
    if (!holds(record)) start = null;
    else start ??= record.at;
  }
  return start;
}
