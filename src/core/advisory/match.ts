import type {
  Archive,
  HostObservation,
  InstalledPackage,
  PackagePolicy,
} from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { isKernelPart, isNamedByFeeds } from './fed-version.ts';
import { platformOf, readPlatform } from './platform.ts';
import { isPurl } from './purl-scheme.ts';
import { reason, withRemedies } from './reason.ts';
import type { Reason } from './reason.ts';
import { isSecurityArchive, judgeArchives } from './security-archive.ts';
import type { FreshnessLimits } from './security-archive.ts';

/** One installed package for which a security archive holds a newer version. */
export interface MissingPatch {
  readonly name: string;
  readonly arch: string;
  /** The product of the finding: source package, `name.arch` on an RPM host. */
  readonly source: string;
  readonly installed: string;
  /** Highest version above the installed one that a security archive offers. */
  readonly securityVersion: string;
  readonly candidate: string | null;
  readonly held: boolean;
  /** Phasing percentage of the candidate, null when not phased. */
  readonly phased: number | null;
  /** The security archive that offers it; `feed` = only feeds say so. */
  readonly archive: string;
  /** The version that the host's own index offers, where feeds name a higher one. */
  readonly offered?: string;
}

export interface InventoryVerdict {
  readonly missing: readonly MissingPatch[];
  /** Why the host cannot pass even when nothing is missing. */
  readonly reasons: readonly Reason[];
}

/** Sections without which a credentialed scan, or an inventory of another tool, proves nothing. */
export const requiredSections = [
  'identity',
  'kernel',
  'dpkg',
  'indexes',
  'policy',
  'packages-policy',
  'holds',
  'rpm',
  'repositories',
  'updateinfo',
  'upgrades',
  'host',
  'packages',
  'updates',
];

/**
 * Detect missing security patches from a host's own package index: a version from a security archive above
 * the installed one. The highest such version decides, not only apt's candidate, so that a held, phased or
 * pinned-out update never hides a patch. Versions compare by the scheme of the observation.
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
    const { found, isComparable } = highestSecurityVersion(
      { pkg, policy, scheme: observation.versionScheme, product: productOf(observation, pkg) },
      security,
    );
    if (found) missing.push(found);
    if (!isComparable) uncomparable.push(`${pkg.name} ${pkg.version}`);
  }
  const reasons = [
    ...judgeCollection(observation, unanswered),
    ...judgeSources(observation, limits, observedAt),
    ...uncomparable.map((detail) => reason('version-not-comparable', detail)),
    ...judgeKernel(observation),
  ];
  return { missing, reasons: withRemedies(reasons, observation.family) };
}

function securityArchives(observation: HostObservation): ReadonlyMap<string, Archive> {
  const security = observation.archives.filter((archive) => isSecurityArchive(archive, observation.os));
  return new Map(security.map((archive) => [archive.id, archive]));
}

interface Offered {
  readonly pkg: InstalledPackage;
  readonly policy: PackagePolicy;
  readonly scheme: VersionScheme;
  readonly product: string;
}

/** RPM advisories name binary packages of one architecture, the others source packages. */
export function productOf(
  { family }: Pick<HostObservation, 'family'>,
  { name, arch, source }: InstalledPackage,
): string {
  return family === 'redhat' ? `${name}.${arch}` : source;
}

function highestSecurityVersion(
  { pkg, policy, scheme, product }: Offered,
  security: ReadonlyMap<string, Archive>,
): { found: MissingPatch | null; isComparable: boolean } {
  let best: MissingPatch | null = null;
  let isComparable = true;
  for (const offered of policy.versions) {
    const archive = offered.archives.find((id) => security.has(id));
    if (archive === undefined) continue;
    const sign = compareSign(scheme, offered.version, best?.securityVersion ?? pkg.version);
    // What cannot be compared hides nothing that can.
    if (sign === null) isComparable = false;
    if (sign !== 1) continue;
    best = {
      name: pkg.name,
      arch: pkg.arch,
      source: product,
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

/** A bill of materials has no sources of updates: what it lists is judged by feeds alone, where they name its versions. */
function judgeSources(
  { family, archives, os, packages }: HostObservation,
  limits: FreshnessLimits,
  observedAt: number,
): readonly Reason[] {
  if (family === 'sbom') {
    const ofSystem = packages.filter(({ name }) => !isPurl(name));
    const platform = platformOf(os, archives);
    if (platform === null)
      return ofSystem.length > 0
        ? [reason('release-unknown', `${ofSystem.length} packages of the system`)]
        : [];
    if (lacksSources(platform, ofSystem))
      return [reason('sources-not-told', `${ofSystem.length} packages of the system`)];
    const left = ofSystem.filter((pkg) => isKernelPart(pkg.name) || !isNamedByFeeds(platform, pkg)).length;
    return left > 0 ? [reason('judged-by-feeds', `${left} of ${ofSystem.length}`)] : [];
  }
  return judgeArchives(archives, os, limits, observedAt);
}

/** Of a whole system some packages always come from sources of other names (libssl3, libc6): none = the tool names none. */
const FEWEST = 10;

function lacksSources(platform: string, packages: readonly InstalledPackage[]): boolean {
  const { ecosystem } = readPlatform(platform);
  const isBySource = ecosystem === 'debian' || ecosystem === 'ubuntu' || ecosystem === 'alpine';
  return isBySource && packages.length >= FEWEST && packages.every(({ name, source }) => name === source);
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
  const { inContainer, runningPackage, running, isGiven = true } = observation.kernel;
  return inContainer || runningPackage || !isGiven ? [] : [reason('kernel-not-managed', running)];
}
