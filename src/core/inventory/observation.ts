import type { VersionScheme } from '#core/version/compare.ts';

/**
 * What one credentialed scan of one host says, parsed from its raw sections. All instants are UTC
 * milliseconds since 1970. Nothing here is a verdict.
 */
export interface HostObservation {
  readonly family: 'debian' | 'redhat' | 'inventory' | 'sbom';
  /** How the versions of this host's packages are ordered. */
  readonly versionScheme: VersionScheme;
  readonly os: OperatingSystem;
  readonly identity: HostIdentity;
  /** IANA zone of the host, or null when it could not be read (package logs are then not usable). */
  readonly zone: string | null;
  /** Host clock minus scanner clock, milliseconds, or null when not measured. */
  readonly clockOffsetMs: number | null;
  readonly kernel: KernelFacts;
  readonly packages: readonly InstalledPackage[];
  /** One entry per installed package that the host's own package index answered for, keyed `name:arch`. */
  readonly policies: ReadonlyMap<string, PackagePolicy>;
  readonly archives: readonly Archive[];
  readonly pending: readonly PendingUpdate[];
  readonly installRecords: readonly InstallRecord[];
  /** null = cannot be seen on this host. */
  readonly rebootRequired: boolean | null;
  readonly servicesToRestart: readonly string[] | null;
  /** Which programs run; absent or null = not to be seen. */
  readonly running?: RunningCode | null;
  /** Live patches of the running kernel; absent or null = none told of. */
  readonly livePatches?: LivePatches | null;
  /**
   * Advisories that the host's own repositories publish for newer versions of what is installed, whatever their
   * kind. Absent = the family's index knows no advisories. A security version in `policies` stands in at least one
   * security advisory here.
   */
  readonly advisories?: readonly HostAdvisory[];
  /** Security updates (KB…) that are installed on Windows; absent or null = not told. */
  readonly installedUpdates?: readonly string[] | null;
  /** Why the list of packages may lack some, so that what is not in it says nothing. Absent = all are listed. */
  readonly partialList?: string;
  /** Sections that failed or were cut off, by name, with why. A section that is absent by nature is not listed. */
  readonly problems: readonly SectionProblem[];
  /** What this user was not allowed to see, as sentences for the asset page. */
  readonly notSeen: readonly string[];
}

export interface OperatingSystem {
  /** os-release ID: debian, ubuntu, raspbian … */
  readonly id: string;
  readonly versionId: string | null;
  readonly codename: string | null;
  readonly prettyName: string;
}

export interface HostIdentity {
  readonly hostname: string;
  readonly machineId: string | null;
  /** `SHA256:…` fingerprints of the host's own SSH keys, as ssh-keygen prints them. */
  readonly hostKeys: readonly string[];
  readonly addresses: readonly string[];
  readonly cloudId: string | null;
}

export interface KernelFacts {
  readonly running: string;
  /** Not in the initial PID namespace or marked as a container: the kernel belongs to the host. */
  readonly inContainer: boolean;
  /** Package that owns the running kernel image, with its installed version; null = none owns it. */
  readonly runningPackage: { readonly name: string; readonly version: string } | null;
  readonly installedImages: readonly { readonly name: string; readonly version: string }[];
  /** When the running kernel was started, by the host's own uptime; absent or null = not collected. */
  readonly bootedAt?: number | null;
  /** False where the source tells of no kernel (Windows, or a tool that does not know): nothing to judge. */
  readonly isGiven?: boolean;
}

export interface RunningCode {
  /** By name; those of no package are left out. */
  readonly programs: readonly RunningProgram[];
  /** Files that running programs use were looked at: a library in use of an old version was seen. */
  readonly isMappedSeen: boolean;
}

/** All running processes of one name, which never includes arguments. */
export interface RunningProgram {
  readonly name: string;
  /** Start of the oldest of them, by the host's clock. */
  readonly startedAt: number;
  /** `name:arch` of the packages that hold the program. */
  readonly packages: readonly string[];
  /** `name:arch` of packages of which a file is in use that is no longer the one on disk. */
  readonly replaced: readonly string[];
}

/** What is patched in memory, without a boot. */
export interface LivePatches {
  /** Kernel modules that are loaded and in use. */
  readonly modules: readonly string[];
  /** In the service's own word (applied, nothing-to-apply, apply-failed …); null = no service tells. */
  readonly state: string | null;
  readonly version: string | null;
  /** CVE ids that the service names as patched in the running kernel. */
  readonly cves: readonly string[];
}

export interface InstalledPackage {
  readonly name: string;
  readonly arch: string;
  readonly version: string;
  readonly source: string;
  readonly sourceVersion: string;
  readonly held: boolean;
  /** Module stream it was built for, `name:stream` (rpm); absent = none. */
  readonly module?: string;
  /** Epoch as the package manager keeps it (rpm); it also stands in `version` when it is not 0. */
  readonly epoch?: number;
  /** When this version was installed, by the package database itself. */
  readonly installedAt?: number;
}

/** One advisory of the host's own repositories, as its package manager tells of it (rpm: updateinfo). */
export interface HostAdvisory {
  /** Vendor's id: RHSA-2024:1234, ALSA-…, FEDORA-2024-…. */
  readonly id: string;
  readonly kind: 'security' | 'bugfix' | 'enhancement' | 'newpackage' | 'other';
  /** In the vendor's words and lower case (critical, important, moderate, low …); null = none given. */
  readonly severity: string | null;
  /** First publication; null where the package manager tells only of the last change. */
  readonly issuedAt: number | null;
  /** Last publication or change; null = not told. Never earlier than the first publication. */
  readonly updatedAt: number | null;
  /** Packages it fixes, of those installed here; `version` is `[epoch:]version-release` without a zero epoch. */
  readonly packages: readonly AdvisoryPackage[];
  /** CVE ids in the advisory's own order; empty also when the repository names none. */
  readonly cves: readonly string[];
}

export interface AdvisoryPackage {
  readonly name: string;
  readonly arch: string;
  readonly version: string;
}

/** What the host's own index offers for a package: one block of `apt-cache policy NAME`, or what dnf or yum offers. */
export interface PackagePolicy {
  readonly name: string;
  readonly arch: string;
  readonly installed: string;
  /** null = apt has no candidate. */
  readonly candidate: string | null;
  readonly versions: readonly PolicyVersion[];
  /** Line of the block's first line within its section, counted from 1; of the rpm list where there are no blocks. */
  readonly line: number;
}

export interface PolicyVersion {
  readonly version: string;
  /** Ids of `Archive`; dpkg's own status file is left out. */
  readonly archives: readonly string[];
  /** Ubuntu's phased-update percentage, null when not phased. */
  readonly phased: number | null;
  /** Line in the section, from 1: of `packages-policy`, or of `updateinfo` for a version of an advisory; 0 = none. */
  readonly line: number;
}

/** One package index that apt knows, with the words of its Release file. */
export interface Archive {
  /** `URI SUITE/COMPONENT ARCH` as in `apt-cache policy`. */
  readonly id: string;
  readonly uri: string;
  readonly suite: string;
  readonly component: string;
  readonly label: string | null;
  readonly origin: string | null;
  /** `a=` archive (suite name such as bookworm-security or oldstable-security). */
  readonly archive: string | null;
  readonly codename: string | null;
  /** `Date:` of the Release file. */
  readonly dateAt: number | null;
  /** `Valid-Until:` of the Release file. */
  readonly validUntilAt: number | null;
  /** When apt last fetched or confirmed the Release file on this host (its change time). */
  readonly fetchedAt: number | null;
  /** What the source itself says of it; wins over the names. Absent = judged by its names. */
  readonly security?: boolean;
  /** The distribution's own, but it does not say which of its updates concern security. Absent = it does. */
  readonly unclassified?: boolean;
}

/** An update, not a new install: an `Inst` line of `apt-get -s dist-upgrade` with a current version, or dnf's upgrades. */
export interface PendingUpdate {
  readonly name: string;
  readonly arch: string;
  readonly current: string;
  readonly candidate: string;
  readonly line: number;
}

/** `status installed` or a removal in dpkg's own log; rpm's install time of what is installed. */
export interface InstallRecord {
  readonly name: string;
  readonly arch: string;
  /** null for a removal. */
  readonly version: string | null;
  readonly at: number;
  /** When the files of the version were in place: a service may start before its package counts as installed. */
  readonly unpackedAt?: number;
}

export interface SectionProblem {
  readonly section: string;
  readonly kind: 'failed' | 'truncated' | 'timeout' | 'missing' | 'unreadable';
  readonly detail: string;
}
