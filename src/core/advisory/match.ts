import type {
  Archive,
  HostObservation,
  InstalledPackage,
  PackagePolicy,
} from '#core/inventory/observation.ts';
import { debSign } from '#core/version/deb.ts';
import { reason } from './reason.ts';
import type { Reason } from './reason.ts';
import { isSecurityArchive, judgeArchives } from './security-archive.ts';
import type { FreshnessLimits } from './security-archive.ts';

/** One installed package for which a security archive holds a newer version. */
export interface MissingPatch {
  readonly name: string;
  readonly arch: string;
  readonly source: string;
  readonly installed: string;
  /** Highest version above the installed one that a security archive offers. */
  readonly securityVersion: string;
  readonly candidate: string | null;
  readonly held: boolean;
  /** Phasing percentage of the candidate, null when not phased. */
  readonly phased: number | null;
  /** The security archive that offers it. */
  readonly archive: string;
}

export interface InventoryVerdict {
  readonly missing: readonly MissingPatch[];
  /** Why the host cannot pass even when nothing is missing. */
  readonly reasons: readonly Reason[];
}

/** Sections without which a credentialed scan of a Debian-family host proves nothing. */
export const requiredSections = [
  'identity',
  'kernel',
  'dpkg',
  'indexes',
  'policy',
  'packages-policy',
  'holds',
];

/**
 * Detect missing security patches from a host's own package index: a version from a security archive above
 * the installed one. The highest such version decides, not only apt's candidate, so that a held, phased or
 * pinned-out update never hides a patch. Versions compare by Debian Policy §5.6.12.
 * @param observedAt start of the scan, UTC ms
 */
export function matchInventory(
  observation: HostObservation,
  limits: FreshnessLimits,
  observedAt: number,
): InventoryVerdict {
  const security = securityArchives(observation);
  const missing: MissingPatch[] = [];
  const uncomparable: string[] = [];
  let unanswered = 0;
  for (const pkg of observation.packages) {
    const policy = observation.policies.get(`${pkg.name}:${pkg.arch}`);
    if (!policy) {
      unanswered += 1;
      continue;
    }
    const { found, isComparable } = highestSecurityVersion(pkg, policy, security);
    if (found) missing.push(found);
    if (!isComparable) uncomparable.push(`${pkg.name} ${pkg.version}`);
  }
  const reasons = [
    ...judgeCollection(observation, unanswered),
    ...judgeArchives(observation.archives, observation.os, limits, observedAt),
    ...uncomparable.map((detail) => reason('version-not-comparable', detail)),
    ...judgeKernel(observation),
  ];
  return { missing, reasons };
}

function securityArchives(observation: HostObservation): ReadonlyMap<string, Archive> {
  const security = observation.archives.filter((archive) => isSecurityArchive(archive, observation.os));
  return new Map(security.map((archive) => [archive.id, archive]));
}

function highestSecurityVersion(
  pkg: InstalledPackage,
  policy: PackagePolicy,
  security: ReadonlyMap<string, Archive>,
): { found: MissingPatch | null; isComparable: boolean } {
  let best: MissingPatch | null = null;
  let isComparable = true;
  for (const offered of policy.versions) {
    const archive = offered.archives.find((id) => security.has(id));
    if (archive === undefined) continue;
    const sign = debSign(offered.version, best?.securityVersion ?? pkg.version);
    // What cannot be compared hides nothing that can.
    if (sign === null) isComparable = false;
    if (sign !== 1) continue;
    best = {
      name: pkg.name,
      arch: pkg.arch,
      source: pkg.source,
      installed: pkg.version,
      securityVersion: offered.version,
      candidate: policy.candidate,
      held: pkg.held,
      phased: phasedOfCandidate(policy),
      archive,
    };
  }
  return { found: best, isComparable };
}

/** Phasing percentage of apt's candidate, null when it is not phased. */
export function phasedOfCandidate(policy: PackagePolicy): number | null {
  return policy.versions.find((offered) => offered.version === policy.candidate)?.phased ?? null;
}

function judgeCollection(observation: HostObservation, unanswered: number): Reason[] {
  const failed = observation.problems
    .filter((problem) => requiredSections.includes(problem.section))
    .map((problem) => reason('section-failed', `${problem.section}, ${problem.detail}`));
  if (observation.packages.length === 0) return [...failed, reason('no-package-list')];
  // Without any index apt answers for nothing; that has its own reason.
  if (unanswered === 0 || observation.archives.length === 0) return failed;
  return [
    ...failed,
    reason('packages-not-answered', `${unanswered} of ${observation.packages.length} packages`),
  ];
}

function judgeKernel(observation: HostObservation): Reason[] {
  const { inContainer, runningPackage, running } = observation.kernel;
  return inContainer || runningPackage ? [] : [reason('kernel-not-managed', running)];
}
