import type { Archive, HostObservation, OperatingSystem } from '../inventory/observation.ts';
import { debianCodename } from './debian-codename.ts';
import type { Ecosystem } from './feed-item.ts';
import { windowsSystem } from './windows-product.ts';

/** Whose packages a host has, of which release, and which paid or extended archives it takes besides the release's own. */
export interface Platform {
  readonly ecosystem: Ecosystem;
  /** As feeds name it: `bookworm`, `24.04`, `9`. */
  readonly release: string;
  /**
   * Sorted: `esm-apps`, `rhel-9.2-eus`, `ltss`, `docker` (an extra of Amazon's), `repo ID` of other repositories of Red Hat; of
   * Windows `on SYSTEM`, installed updates `KB…`, `listed` where they are told.
   */
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
  ...Object.fromEntries(['sles', 'sled', 'sles_sap'].map((id) => [id, suse('')])),
  ...Object.fromEntries(['sle-micro', 'sl-micro', 'opensuse-leap-micro'].map((id) => [id, suse('micro-')])),
  'opensuse-leap': suse('leap-'),
  'opensuse-tumbleweed': ['suse', () => 'tumbleweed'],
};

/** `15.5` of SUSE Linux Enterprise, `leap-15.5`, `micro-5.5`. */
function suse(product: string): readonly [Ecosystem, (os: OperatingSystem) => string | null] {
  return [
    'suse',
    ({ versionId }) => /^\d{1,2}(?:\.\d{1,2})?$/.exec(versionId ?? '')?.[0].replace(/^/, product) ?? null,
  ];
}

/**
 * The platform of a host as text, `ubuntu/24.04+esm-apps+esm-infra`; null for a system that no feed speaks of (a
 * rebuild such as CentOS has other builds than Red Hat's data names).
 */
export function platformOf(os: OperatingSystem, archives: readonly Archive[]): string | null {
  const [ecosystem, releaseOf] = releases[os.id] ?? [];
  const release = releaseOf?.(os) ?? null;
  if (ecosystem === undefined || release === null) return null;
  const found = archives.flatMap((archive) => entitlementOf(ecosystem, os, archive) ?? []);
  if (os.id === 'sles_sap') found.push('sap');
  return [`${ecosystem}/${release}`, ...[...new Set(found)].sort()].join('+');
}

/** Archives of Ubuntu Pro by the origin that their Release files name (ubuntu-pro-client, entitlements). */
const PRO = new Map([
  ['UbuntuESMApps', 'esm-apps'],
  ['UbuntuESM', 'esm-infra'],
  ['UbuntuFIPS', 'fips'],
  ['UbuntuFIPSUpdates', 'fips-updates'],
  ['UbuntuFIPSPreview', 'fips-preview'],
]);

function entitlementOf(ecosystem: Ecosystem, os: OperatingSystem, { id, origin }: Archive): string | null {
  if (ecosystem === 'ubuntu') return PRO.get(origin ?? '') ?? null;
  if (ecosystem === 'amazon') return extraOf(id);
  if (ecosystem === 'suse')
    return /(?:^|[-_:])(ltss|espos)(?=$|[-_: ])/i.exec(id)?.[1]?.toLowerCase() ?? null;
  if (ecosystem !== 'redhat') return null;
  const [, stream] = /-(eus|aus|e4s|tus|els)-/.exec(`${id}-`) ?? [];
  if (stream === undefined) return ownRepository(id);
  return `rhel-${stream === 'els' ? (majorOf(os.versionId) ?? '') : (os.versionId ?? '')}-${stream}`;
}

/** `amzn2extra-docker` is the topic of ALAS2DOCKER-…, `kernel-livepatch` that of ALAS2023LIVEPATCH-…. */
function extraOf(id: string): string | null {
  if (/^kernel-livepatch(?:$| )/.test(id)) return 'livepatch';
  return /^amzn2extra-([\w.-]{1,60})(?:$| )/.exec(id)?.[1]?.toLowerCase() ?? null;
}

const REPO = 'repo ';
/** What every host takes: `rhel-9-for-x86_64-baseos-rpms`, `rhel-7-server-rpms`, `ubi-9-appstream-rpms`. */
const MAIN = /^(?:rhel|ubi)-\d+-(?:for-[\w.]+-)?(?:baseos|appstream|server|workstation|client)-rpms$/;

/** A repository of a product on top; which one, Red Hat's own table tells (repository-to-cpe.json). */
function ownRepository(id: string): string | null {
  return /^[\w.-]{1,200}-rpms$/.test(id) && !MAIN.test(id) ? `${REPO}${id}` : null;
}

/** The repositories among what a host takes, of which a feed may tell whose they are. */
export function repositoriesOf({ entitlements }: Pick<Platform, 'entitlements'>): readonly string[] {
  return entitlements.flatMap((one) => (one.startsWith(REPO) ? one.slice(REPO.length) : []));
}

/** Paid or extended archives of the release itself that a host takes. */
export function extensionsOf({ entitlements }: Pick<Platform, 'entitlements'>): readonly string[] {
  return entitlements.filter((one) => !one.startsWith(REPO));
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
