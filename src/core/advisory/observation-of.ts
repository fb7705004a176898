import type {
  Archive,
  HostObservation,
  InstalledPackage,
  PackagePolicy,
} from '#core/inventory/observation.ts';

const DAY = 86_400_000;

/** When the observation of `observationOf` was made, UTC ms. */
export const observedAt = Date.parse('2026-05-10T08:00:00.000Z');

/** A fresh security archive of Debian 12. For tests. */
export function securityArchive(changes: Partial<Archive> = {}): Archive {
  return {
    id: 'http://deb.debian.org/debian-security bookworm-security/main amd64',
    uri: 'http://deb.debian.org/debian-security',
    suite: 'bookworm-security',
    component: 'main',
    label: 'Debian-Security',
    origin: 'Debian',
    archive: 'stable-security',
    codename: 'bookworm-security',
    dateAt: observedAt - DAY,
    validUntilAt: observedAt + 6 * DAY,
    fetchedAt: observedAt - DAY / 2,
    ...changes,
  };
}

/** The main archive of Debian 12. For tests. */
export function mainArchive(changes: Partial<Archive> = {}): Archive {
  const uri = 'http://deb.debian.org/debian';
  const names = {
    suite: 'bookworm',
    label: 'Debian',
    archive: 'stable',
    codename: 'bookworm',
    validUntilAt: null,
  };
  return securityArchive({ id: `${uri} bookworm/main amd64`, uri, ...names, ...changes });
}

export function installed(
  name: string,
  version: string,
  changes: Partial<InstalledPackage> = {},
): InstalledPackage {
  return { name, arch: 'amd64', version, source: name, sourceVersion: version, held: false, ...changes };
}

/** What apt offers: version → the archives that have it. */
export function policyOf(
  pkg: InstalledPackage,
  offered: readonly {
    readonly version: string;
    readonly archives: readonly Archive[];
    readonly phased?: number;
  }[],
  candidate: string | null = pkg.version,
): PackagePolicy {
  return {
    name: pkg.name,
    arch: pkg.arch,
    installed: pkg.version,
    candidate,
    versions: offered.map(({ version, archives, phased = null }, index) => ({
      version,
      archives: archives.map(({ id }) => id),
      phased,
      line: index + 5,
    })),
    line: 1,
  };
}

/** A sound observation of a Debian 12 host with nothing missing, with changes. For tests. */
export function observationOf(changes: Partial<HostObservation> = {}): HostObservation {
  const bash = installed('bash', '5.2.15-2');
  const policies = changes.packages
    ? []
    : [policyOf(bash, [{ version: '5.2.15-2', archives: [mainArchive()] }])];
  return {
    family: 'debian',
    versionScheme: 'deb',
    os: { id: 'debian', versionId: '12', codename: 'bookworm', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
    identity: {
      hostname: 'host-1',
      machineId: 'a'.repeat(32),
      hostKeys: [],
      addresses: ['10.0.0.1'],
      cloudId: null,
    },
    zone: 'Etc/UTC',
    clockOffsetMs: 0,
    kernel: {
      running: '6.1.0-44-amd64',
      inContainer: false,
      runningPackage: { name: 'linux-image-6.1.0-44-amd64', version: '6.1.1' },
      installedImages: [{ name: 'linux-image-6.1.0-44-amd64', version: '6.1.1' }],
    },
    packages: [bash],
    policies: new Map(policies.map((policy) => [`${policy.name}:${policy.arch}`, policy])),
    archives: [mainArchive(), securityArchive()],
    pending: [],
    installRecords: [],
    rebootRequired: false,
    servicesToRestart: [],
    problems: [],
    notSeen: [],
    ...changes,
  };
}
