import { createHash } from 'node:crypto';
import type { HostPicture, PicturePackage } from './host-picture.ts';
import type { LinuxRelease } from './linux-catalogue.ts';
import { distributions } from './linux-releases.ts';
import type { Distribution } from './linux-releases.ts';
import { DAY } from './simulate-estate.ts';
import type { DemoHost } from './simulate-estate.ts';

/** A Debian or Ubuntu host of the demo, as the collector's sections speak of it. */
export interface DebianHost {
  readonly host: DemoHost;
  readonly release: LinuxRelease;
}

type Sections = Readonly<Record<string, string>>;

/** Sections that stay the same until something changes on the host. */
export function pictureSections({ host, release }: DebianHost, picture: HostPicture): Sections {
  const archives = archivesOf(distributions[release], host);
  return {
    kernel: kernelText(picture),
    dpkg: `amd64\n${picture.packages.map(dpkgLine).join('')}`,
    'packages-policy': picture.packages.map((pkg) => policyBlock(pkg, archives)).join(''),
    upgrade: upgradeText(picture, release),
    holds: picture.packages.flatMap(({ held, name }) => (held ? [`${name}\n`] : [])).join(''),
    dpkglog: picture.log.map(logLines).join(''),
    reboot: rebootText(picture),
  };
}

/** Sections that never change on a host. */
export function constantSections({ host, release }: DebianHost): Sections {
  const distribution = distributions[release];
  const archives = archivesOf(distribution, host);
  return {
    identity: identityText(host, distribution),
    zone: 'timezone\tEtc/UTC\nlocaltime\t/usr/share/zoneinfo/Etc/UTC\n',
    sources: `file\t/etc/apt/sources.list\n${archives.map(sourceLine).join('')}`,
    policy: policyText(archives),
    stderr: '',
  };
}

/** The sections that tell the time of the scan. */
export function clockSections(
  { host, release }: DebianHost,
  { startedAt, fetchedAt, bootedAt }: { startedAt: number; fetchedAt: number; bootedAt: number },
): Sections {
  const uptime = Math.max(60, Math.floor((startedAt - bootedAt) / 1000));
  return {
    clock: `sent\t${startedAt}\nnow\t${startedAt + 90}000000\noffset\t+0000\nuptime\t${uptime}.00\n`,
    indexes: archivesOf(distributions[release], host)
      .map((archive) => indexLines(archive, fetchedAt))
      .join(''),
  };
}

interface AptArchive {
  readonly uri: string;
  readonly suite: string;
  readonly label: string;
  readonly origin: string;
  readonly security: boolean;
  readonly version: string;
  readonly codename: string;
}

function archivesOf({ id, versionId, codename }: Distribution, host: DemoHost): AptArchive[] {
  const isDebian = id === 'debian';
  const main: AptArchive = {
    uri: isDebian ? 'http://deb.debian.org/debian' : 'http://archive.ubuntu.com/ubuntu',
    suite: codename,
    label: isDebian ? 'Debian' : 'Ubuntu',
    origin: isDebian ? 'Debian' : 'Ubuntu',
    security: false,
    version: versionId,
    codename,
  };
  const security: AptArchive = {
    ...main,
    uri: isDebian ? 'http://deb.debian.org/debian-security' : 'http://security.ubuntu.com/ubuntu',
    suite: `${codename}-security`,
    label: isDebian ? 'Debian-Security' : 'Ubuntu',
    security: true,
    codename: isDebian ? `${codename}-security` : codename,
  };
  return host.quirk === 'no-security-archive' ? [main] : [security, main];
}

function indexWords({ uri, suite }: AptArchive): string {
  return `${uri} ${suite}/main amd64 Packages`;
}

function sourceLine({ uri, suite }: AptArchive): string {
  return `line\tdeb ${uri} ${suite} main\n`;
}

function identityText({ name, address }: DemoHost, distribution: Distribution): string {
  return [
    'user\tpatchproof',
    `hostname\t${name}`,
    `os\tPRETTY_NAME="${distribution.prettyName}"`,
    `os\tVERSION_ID="${distribution.versionId}"`,
    `os\tVERSION_CODENAME=${distribution.codename}`,
    `os\tID=${distribution.id}`,
    `machine-id\t${machineId(name)}`,
    `hostkey\tssh-ed25519 ${hostKeyBlob(name)} root@${name}`,
    `address\t${address}/24`,
    '',
  ].join('\n');
}

/** 32 hexadecimal digits that belong to the name. */
export function machineId(name: string): string {
  return createHash('sha256').update(`machine ${name}`).digest('hex').slice(0, 32);
}

/** An Ed25519 key as it stands in a .pub file: type and 32 bytes, each with its length (RFC 8709 §4). */
function hostKeyBlob(name: string): string {
  const type = Buffer.from('ssh-ed25519');
  const key = createHash('sha256').update(`host key ${name}`).digest();
  const length = (bytes: Buffer) => Buffer.from([0, 0, 0, bytes.length]);
  return Buffer.concat([length(type), type, length(key), key]).toString('base64');
}

/** `SHA256:…` of the host's key, as ssh-keygen prints it. */
export function hostKeyFingerprint(name: string): string {
  const digest = createHash('sha256')
    .update(Buffer.from(hostKeyBlob(name), 'base64'))
    .digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

function kernelText({ kernel }: HostPicture): string {
  const running = kernel?.running ?? '';
  const owner = kernel ? `owner\t${kernel.package.name}: /boot/vmlinuz-${running}\n` : '';
  return `running\t${running}\npidns\tpid:[4026531836]\n${owner}`;
}

function dpkgLine({ name, arch, version, source }: PicturePackage): string {
  return `${name}\t${arch}\t${version}\t${source}\t${version}\tii \n`;
}

function policyBlock(pkg: PicturePackage, archives: readonly AptArchive[]): string {
  const security = archives.find((archive) => archive.security);
  const main = archives.find((archive) => !archive.security);
  const isBase = pkg.version === pkg.baseVersion;
  const from = (archive: AptArchive | undefined) => (archive ? [`        500 ${indexWords(archive)}`] : []);
  const missing = pkg.missing === null ? [] : [`     ${pkg.missing} 500`, ...from(security)];
  // What was superseded in the security archive is no longer offered there.
  const current = pkg.missing === null ? from(security) : [];
  const own = isBase ? from(main) : current;
  return [
    `${pkg.name}:`,
    `  Installed: ${pkg.version}`,
    `  Candidate: ${pkg.missing === null || pkg.held ? pkg.version : pkg.missing}`,
    '  Version table:',
    ...missing,
    ` *** ${pkg.version} ${own.length > 0 ? 500 : 100}`,
    ...own,
    '        100 /var/lib/dpkg/status',
    ...(isBase ? [] : [`     ${pkg.baseVersion} 500`, ...from(main)]),
    '',
  ].join('\n');
}

function policyText(archives: readonly AptArchive[]): string {
  const blocks = archives.flatMap((archive) => {
    const { uri, suite, label, origin, version, codename } = archive;
    const host = new URL(uri).host;
    return [
      ` 500 ${indexWords(archive)}`,
      `     release v=${version},o=${origin},a=${suite},n=${codename},l=${label},c=main,b=amd64`,
      `     origin ${host}`,
    ];
  });
  return [
    'Package files:',
    ' 100 /var/lib/dpkg/status',
    '     release a=now',
    ...blocks,
    'Pinned packages:',
    '',
  ].join('\n');
}

function indexLines(archive: AptArchive, fetchedAt: number): string {
  const name = `${archive.uri.replace('http://', '')}/dists/${archive.suite}/InRelease`.replaceAll('/', '_');
  const changedAt = archive.security ? fetchedAt - 0.4 * DAY : fetchedAt - (fetchedAt % (60 * DAY));
  const date = (at: number) => new Date(at).toUTCString().replace('GMT', 'UTC');
  const isDebian = archive.origin === 'Debian';
  return [
    `file\t${Math.floor(fetchedAt / 1000)}\t${name}`,
    `line\tLabel: ${archive.label}`,
    `line\tDate: ${date(changedAt)}`,
    ...(isDebian && archive.security ? [`line\tValid-Until: ${date(changedAt + 7 * DAY)}`] : []),
    '',
  ].join('\n');
}

function upgradeText({ packages }: HostPicture, release: LinuxRelease): string {
  const { id, versionId, codename } = distributions[release];
  const origin =
    id === 'debian'
      ? `Debian-Security:${versionId}/${codename}-security`
      : `Ubuntu:${versionId}/${codename}-security`;
  const lines = packages.flatMap(({ name, arch, version, missing }) =>
    missing === null ? [] : [`Inst ${name} [${version}] (${missing} ${origin} [${arch}])\n`],
  );
  const count = `${lines.length} upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n`;
  return `Reading package lists...\n${count}${lines.join('')}`;
}

function logLines({ at, name, arch, from, to }: HostPicture['log'][number]): string {
  const stamp = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  const begun =
    from === null ? `install ${name}:${arch} <none> ${to}` : `upgrade ${name}:${arch} ${from} ${to}`;
  return `${stamp} ${begun}\n${stamp} status installed ${name}:${arch} ${to}\n`;
}

function rebootText({ kernel }: HostPicture): string {
  const required = kernel?.rebootNeeded ? 'required\t\npackage\tlinux-base\n' : '';
  return `${required}helper\t/etc/kernel/postinst.d/unattended-upgrades\nneedrestart\tunprivileged\n`;
}
