import type { LinuxRelease, LinuxSource } from './linux-catalogue.ts';

/** How one release of a distribution names itself and its archives. */
export interface Distribution {
  readonly release: LinuxRelease;
  readonly family: 'deb' | 'rpm';
  /** os-release: ID, VERSION_ID, VERSION_CODENAME, PRETTY_NAME. */
  readonly id: string;
  readonly versionId: string;
  readonly codename: string;
  readonly prettyName: string;
  /** Who announces its security updates. */
  readonly announcer: string;
}

const deb = { family: 'deb' } as const;
const debian = { ...deb, id: 'debian', announcer: 'Debian security announcements' } as const;
const ubuntu = { ...deb, id: 'ubuntu', announcer: 'Ubuntu security notices' } as const;

export const distributions: Readonly<Record<LinuxRelease, Distribution>> = {
  'debian-11': { ...debian, release: 'debian-11', ...debianNames('11', 'bullseye') },
  'debian-12': { ...debian, release: 'debian-12', ...debianNames('12', 'bookworm') },
  'debian-13': { ...debian, release: 'debian-13', ...debianNames('13', 'trixie') },
  'ubuntu-22.04': { ...ubuntu, release: 'ubuntu-22.04', ...ubuntuNames('22.04', '22.04.5', 'jammy') },
  'ubuntu-24.04': { ...ubuntu, release: 'ubuntu-24.04', ...ubuntuNames('24.04', '24.04.3', 'noble') },
  'rocky-8': {
    release: 'rocky-8',
    family: 'rpm',
    id: 'rocky',
    versionId: '8.10',
    codename: '',
    prettyName: 'Rocky Linux 8.10 (Green Obsidian)',
    announcer: 'Rocky Linux security advisories',
  },
  'rhel-9': {
    release: 'rhel-9',
    family: 'rpm',
    id: 'rhel',
    versionId: '9.6',
    codename: '',
    prettyName: 'Red Hat Enterprise Linux 9.6 (Plow)',
    announcer: 'Red Hat security advisories',
  },
};

function debianNames(versionId: string, codename: string) {
  return { versionId, codename, prettyName: `Debian GNU/Linux ${versionId} (${codename})` };
}

function ubuntuNames(versionId: string, point: string, codename: string) {
  return { versionId, codename, prettyName: `Ubuntu ${point} LTS` };
}

/** Sources whose name holds the version of the release. */
const versionedNames: Readonly<Record<string, Readonly<Partial<Record<LinuxRelease, string>>>>> = {
  python3: pythonOrRuby('python', '3.9', '3.11', '3.13', '3.10', '3.12'),
  ruby: pythonOrRuby('ruby', '2.7', '3.1', '3.3', '3.0', '3.2'),
  php: pythonOrRuby('php', '7.4', '8.2', '8.4', '8.1', '8.3'),
  postgresql: pythonOrRuby('postgresql-', '13', '15', '17', '14', '16'),
};

function pythonOrRuby(prefix: string, ...versions: readonly string[]): Partial<Record<LinuxRelease, string>> {
  const [bullseye, bookworm, trixie, jammy, noble] = versions;
  return {
    'debian-11': `${prefix}${bullseye}`,
    'debian-12': `${prefix}${bookworm}`,
    'debian-13': `${prefix}${trixie}`,
    'ubuntu-22.04': `${prefix}${jammy}`,
    'ubuntu-24.04': `${prefix}${noble}`,
  };
}

/** What the product calls the source package in this release: what its advisories and findings name. */
export function productOf({ source, rpm }: LinuxSource, release: LinuxRelease): string {
  const { family, id } = distributions[release];
  if (family === 'rpm') return source === 'linux' ? 'kernel' : (rpm[0] ?? source);
  if (source === 'linux') return id === 'debian' ? 'linux-signed-amd64' : 'linux-meta';
  return versionedNames[source]?.[release] ?? source;
}

/** Names of the packages that the source gives in this release. */
export function packagesOf(source: LinuxSource, release: LinuxRelease): readonly string[] {
  const { family, id } = distributions[release];
  if (family === 'rpm') return source.rpm;
  const [first = ''] = source.deb;
  if (!first.startsWith('@')) return source.deb;
  const name = productOf(source, release);
  if (first === '@kernel') return [id === 'debian' ? 'linux-image-amd64' : 'linux-image-generic'];
  if (first === '@php') return [`${name}-cli`, `${name}-fpm`];
  if (first === '@python') return [name, `lib${name}-stdlib`];
  if (first === '@postgresql') return [name, name.replace('-', '-client-')];
  return [name, `lib${name}`];
}

/**
 * The version after the `step`-th security update; 0 = as released. A mark such as `{110+2}` moves upstream,
 * otherwise the revision grows as the distribution writes it: +deb12u3, .3 for Ubuntu, .el9_6.3 for Red Hat.
 */
export function versionAt(source: LinuxSource, release: LinuxRelease, step: number): string {
  const base = source.versions[release] ?? '';
  if (base.includes('{')) {
    return base.replace(/\{(\d+)(?:\+(\d+))?\}/g, (_, start: string, by?: string) =>
      String(Number(start) + step * Number(by ?? 1)),
    );
  }
  const { family, id, versionId } = distributions[release];
  if (family === 'rpm') return `${base}${rpmTag(versionId, step)}`;
  if (step === 0) return base;
  return id === 'debian' ? `${base}+deb${versionId}u${step}` : `${base}.${step}`;
}

function rpmTag(versionId: string, step: number): string {
  const [major, minor] = versionId.split('.');
  return step === 0 ? `.el${major}` : `.el${major}_${minor}.${step}`;
}

/** The name of a kernel's own image package, such as linux-image-6.1.0-31-amd64, and what `uname -r` says. */
export function kernelImage(
  release: LinuxRelease,
  version: string,
): { readonly name: string; readonly running: string } {
  const { id, family } = distributions[release];
  const [upstream = '', revision = ''] = version.split('-');
  const [major, minor, patch = '0'] = upstream.split('.');
  if (family === 'rpm') return { name: 'kernel-core', running: `${version}.x86_64` };
  const running =
    id === 'debian'
      ? `${major}.${minor}.0-${20 + (Math.floor(Number(patch) / 3) % 60)}-amd64`
      : `${major}.${minor}.0-${revision.split('.')[0]}-generic`;
  return { name: `linux-image-${running}`, running };
}
