import type { Archive, HostObservation, OperatingSystem } from '../inventory/observation.ts';
import { debianCodename } from './debian-codename.ts';
import type { Ecosystem } from './feed-item.ts';
import { windowsSystem } from './windows-product.ts';

/** Whose packages a host has, of which release, and which paid or extended archives it takes besides the release's own. */
export interface Platform {
  readonly ecosystem: Ecosystem;
  /** As feeds name it: `bookworm`, `24.04`, `9`. */
  readonly release: string;
  /** Sorted: `esm-apps`, `rhel-9.2-eus`; of Windows `on SYSTEM`, installed updates `KB…`, `listed` where they are told. */
  readonly entitlements: readonly string[];
}

const majorOf = (versionId: string | null): string | null => /^\d+/.exec(versionId ?? '')?.[0] ?? null;

/** How feeds name the release of each system, by the ID of os-release. */
const releases: Readonly<Record<string, readonly [Ecosystem, (os: OperatingSystem) => string | null]>> = {
  debian: ['debian', ({ codename, versionId }) => codename ?? debianCodename(versionId ?? '')],
  ubuntu: ['ubuntu', ({ versionId }) => versionId],
  rhel: ['redhat', ({ versionId }) => majorOf(versionId)],
  almalinux: ['almalinux', ({ versionId }) => majorOf(versionId)],
  rocky: ['rocky', ({ versionId }) => majorOf(versionId)],
  ol: ['oracle', ({ versionId }) => majorOf(versionId)],
  amzn: ['amazon', ({ versionId }) => majorOf(versionId)],
  fedora: ['fedora', ({ versionId }) => versionId],
  alpine: ['alpine', ({ versionId }) => /^\d+\.\d+/.exec(versionId ?? '')?.[0].replace(/^/, 'v') ?? null],
  arch: ['arch', () => ''],
  freebsd: ['freebsd', () => ''],
  windows: ['windows', () => ''],
};

/**
 * The platform of a host as text, `ubuntu/24.04+esm-apps+esm-infra`; null for a system that no feed speaks of (a
 * rebuild such as CentOS has other builds than Red Hat's data names).
 */
export function platformOf(os: OperatingSystem, archives: readonly Archive[]): string | null {
  const [ecosystem, releaseOf] = releases[os.id] ?? [];
  const release = releaseOf?.(os) ?? null;
  if (ecosystem === undefined || release === null) return null;
  const found = archives.flatMap((archive) => entitlementOf(ecosystem, os, archive) ?? []);
  return [`${ecosystem}/${release}`, ...[...new Set(found)].sort()].join('+');
}

function entitlementOf(ecosystem: Ecosystem, os: OperatingSystem, archive: Archive): string | null {
  if (ecosystem === 'ubuntu') {
    if (archive.origin === 'UbuntuESMApps') return 'esm-apps';
    return archive.origin === 'UbuntuESM' ? 'esm-infra' : null;
  }
  if (ecosystem !== 'redhat') return null;
  const [, stream] = /-(eus|aus|e4s|tus|els)-/.exec(`${archive.id}-`) ?? [];
  if (stream === undefined) return null;
  return `rhel-${stream === 'els' ? (majorOf(os.versionId) ?? '') : (os.versionId ?? '')}-${stream}`;
}

/** Reads what `platformOf` wrote. */
export function readPlatform(text: string): Platform {
  const [place = '', ...entitlements] = text.split('+');
  const at = place.indexOf('/');
  return { ecosystem: place.slice(0, at) as Ecosystem, release: place.slice(at + 1), entitlements };
}

/** The platform of what one scan saw: on Windows with the system and the installed updates, which judge its products. */
export function platformOfHost({
  os,
  archives,
  packages,
  installedUpdates = null,
}: Pick<HostObservation, 'os' | 'archives' | 'packages' | 'installedUpdates'>): string | null {
  const platform = platformOf(os, archives);
  if (platform === null || readPlatform(platform).ecosystem !== 'windows') return platform;
  const system = windowsSystem(packages);
  const told = [
    ...(system === null ? [] : [`${ON}${system}`]),
    ...(installedUpdates === null ? [] : [...installedUpdates, LISTED]),
  ];
  return [platform, ...[...new Set(told)].sort()].join('+');
}

const ON = 'on ';
const LISTED = 'listed';

/** What the platform of a Windows host says of it. */
export interface WindowsHost {
  readonly system: string | null;
  /** Installed updates; null = the inventory does not list them. */
  readonly updates: readonly string[] | null;
}

export function windowsHostOf({ entitlements }: Platform): WindowsHost {
  const on = entitlements.find((one) => one.startsWith(ON));
  return {
    system: on === undefined ? null : on.slice(ON.length),
    updates: entitlements.includes(LISTED) ? entitlements.filter((one) => one.startsWith('KB')) : null,
  };
}
