import { createHash } from 'node:crypto';
import { sealEnvelope, type CollectedSection, type Envelope } from '#scanners/envelope.ts';

const SECOND = 1000;
const DAY = 86_400_000;
const SECURITY = 'http://deb.debian.org/debian-security bookworm-security/main amd64 Packages';
const MAIN = 'http://deb.debian.org/debian bookworm/main amd64 Packages';

export interface SyntheticPackage {
  readonly version: string;
  /** What the security archive holds; absent = the package is not in it. */
  readonly security?: string;
  readonly source?: string;
  readonly held?: boolean;
}

/** A synthetic Debian 12 host at the moment of a scan. */
export interface SyntheticHost {
  readonly name: string;
  /** UTC ms. */
  readonly startedAt: number;
  readonly packages: Readonly<Record<string, SyntheticPackage>>;
  /** Lines of dpkg.log: when which version of a package was installed, null = removed. */
  readonly log?: readonly { readonly at: number; readonly name: string; readonly version: string | null }[];
  readonly zone?: string;
  /** UTC ms; default: half a day before the scan. */
  readonly fetchedAt?: number;
  /** Sections that ended with an error or were cut off. */
  readonly broken?: Readonly<Record<string, 'failed' | 'timeout'>>;
  readonly kernel?: { readonly running: string; readonly images: readonly string[] };
  /** Programs that run: package that holds one of its name → start, UTC ms. Absent = the collector does not ask. */
  readonly programs?: Readonly<Record<string, number>>;
  /** Live patches, as the section has them. */
  readonly livepatch?: string;
}

/** The sealed scan of a host, in the words that the collector's sections have. */
export function debianEnvelope(host: SyntheticHost): Envelope {
  const sections = Object.entries(sectionTexts(host)).map(([name, text]) => sectionOf(host, name, text));
  const timeouts = sections.filter(({ timedOut }) => timedOut);
  const failures = sections.filter(({ exitCode }) => exitCode !== 0);
  const isComplete = timeouts.length + failures.length === 0;
  return sealEnvelope({
    scanner: 'ssh',
    build: '0.1.0+0123456789abcdef',
    method: 'credentialed',
    family: 'debian',
    target: { host: host.name, port: 22, address: null },
    profile: 'default',
    startedAt: host.startedAt,
    finishedAt: host.startedAt + 3 * SECOND,
    outcome: isComplete ? 'complete' : 'partial',
    failure: isComplete
      ? null
      : { code: 'SECTION_TIMEOUT', message: 'A section took too long.', remedy: 'Raise the limit.' },
    hostKey: `SHA256:${digest(host.name, 'base64').slice(0, 43)}`,
    sections,
  });
}

/** A scan that never got in. */
export function failedEnvelope({ name, startedAt }: Pick<SyntheticHost, 'name' | 'startedAt'>): Envelope {
  return sealEnvelope({
    scanner: 'ssh',
    build: '0.1.0+0123456789abcdef',
    method: 'credentialed',
    family: null,
    target: { host: name, port: 22, address: null },
    profile: 'default',
    startedAt,
    finishedAt: startedAt + SECOND,
    outcome: 'failed',
    failure: {
      code: 'LOGIN_REFUSED',
      message: 'The host refused the login.',
      remedy: 'Check the credentials.',
    },
    hostKey: null,
    sections: [],
  });
}

function sectionOf(host: SyntheticHost, name: string, text: string): CollectedSection {
  const broken = host.broken?.[name];
  return {
    name,
    exitCode: broken === 'failed' ? 100 : 0,
    durationMs: 10,
    truncated: broken === 'timeout',
    timedOut: broken === 'timeout',
    content: Buffer.from(broken === 'timeout' ? text.slice(0, text.length / 2) : text, 'utf8'),
  };
}

function sectionTexts(host: SyntheticHost): Record<string, string> {
  const packages = Object.entries(host.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  const images = (host.kernel?.images ?? []).map((image): [string, SyntheticPackage] => [
    `linux-image-${image}`,
    { version: image, source: 'linux' },
  ]);
  const all = [...packages, ...images];
  return {
    clock: clockText(host.startedAt),
    identity: identityText(host.name),
    zone: `timezone\t${host.zone ?? 'Etc/UTC'}\nlocaltime\t/usr/share/zoneinfo/${host.zone ?? 'Etc/UTC'}\n`,
    kernel: kernelText(host.kernel?.running),
    dpkg: `amd64\n${all.map(([name, pkg]) => dpkgLine(name, pkg)).join('')}`,
    sources: 'file\t/etc/apt/sources.list\nline\tdeb http://deb.debian.org/debian bookworm main\n',
    indexes: indexesText(host),
    policy: policyText,
    'packages-policy': all.map(([name, pkg]) => policyBlock(name, pkg)).join(''),
    upgrade: 'Reading package lists...\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n',
    holds: packages
      .filter(([, { held }]) => held)
      .map(([name]) => `${name}\n`)
      .join(''),
    dpkglog: logText(host),
    reboot: 'needrestart\tabsent\n',
    ...(host.programs ? { running: runningText(host.programs) } : {}),
    ...(host.livepatch ? { livepatch: host.livepatch } : {}),
    stderr: '',
  };
}

function clockText(at: number): string {
  const ticks = Math.floor((at + 90) / 10);
  return `sent\t${at}\nnow\t${at + 90}000000\noffset\t+0000\nuptime\t${(at / SECOND) % 1e6}\nticks\t${ticks}\n`;
}

/** In a hundred ticks a second since 1970, as if the host had booted then. */
function runningText(programs: Readonly<Record<string, number>>): string {
  const lines = Object.entries(programs).map(
    ([name, at]) =>
      `process\t${Math.ceil(at / 10)}\t${name}\nprogram\t${name}\t/usr/sbin/${name}\nowner\t${name}: /usr/sbin/${name}\n`,
  );
  return `hz\t100\n${lines.join('')}`;
}

function identityText(name: string): string {
  const os = [
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"',
    'VERSION_ID="12"',
    'VERSION_CODENAME=bookworm',
    'ID=debian',
  ];
  const blob = `AAAAC3NzaC1lZDI1NTE5AAAAI${digest(name, 'base64').slice(0, 43)}`;
  return [
    'user\tscanner',
    `hostname\t${name}`,
    ...os.map((line) => `os\t${line}`),
    `machine-id\t${digest(name, 'hex').slice(0, 32)}`,
    `hostkey\tssh-ed25519 ${blob} root@${name}`,
    'address\t10.0.0.1/24',
    '',
  ].join('\n');
}

function kernelText(running: string | undefined): string {
  if (running === undefined) return 'running\t6.1.0-44-amd64\npidns\tpid:[4026532253]\n';
  return `running\t${running}\npidns\tpid:[4026531836]\nowner\tlinux-image-${running}: /boot/vmlinuz-${running}\n`;
}

function dpkgLine(name: string, { version, source = name }: SyntheticPackage): string {
  return `${name}\tamd64\t${version}\t${source}\t${version}\tii \n`;
}

function policyBlock(name: string, { version, security, held }: SyntheticPackage): string {
  const higher = security !== undefined && security !== version;
  return [
    `${name}:`,
    `  Installed: ${version}`,
    `  Candidate: ${higher && !held ? security : version}`,
    '  Version table:',
    ...(higher ? [`     ${security} 500`, `        500 ${SECURITY}`] : []),
    ` *** ${version} 500`,
    ...(security === version ? [`        500 ${SECURITY}`] : []),
    `        500 ${MAIN}`,
    '        100 /var/lib/dpkg/status',
    '',
  ].join('\n');
}

const policyText = `Package files:
 100 /var/lib/dpkg/status
     release a=now
 500 ${SECURITY}
     release v=12,o=Debian,a=stable-security,n=bookworm-security,l=Debian-Security,c=main,b=amd64
     origin deb.debian.org
 500 ${MAIN}
     release v=12.15,o=Debian,a=stable,n=bookworm,l=Debian,c=main,b=amd64
     origin deb.debian.org
Pinned packages:
`;

function indexesText({ startedAt, fetchedAt = startedAt - DAY / 2 }: SyntheticHost): string {
  const at = Math.floor(fetchedAt / SECOND);
  const date = (shift: number) => new Date(fetchedAt + shift).toUTCString().replace('GMT', 'UTC');
  return [
    `file\t${at}\tdeb.debian.org_debian-security_dists_bookworm-security_InRelease`,
    'line\tLabel: Debian-Security',
    `line\tDate: ${date(-DAY)}`,
    `line\tValid-Until: ${date(6 * DAY)}`,
    `file\t${at}\tdeb.debian.org_debian_dists_bookworm_InRelease`,
    'line\tLabel: Debian',
    `line\tDate: ${date(-30 * DAY)}`,
    '',
  ].join('\n');
}

/** The log has the host's local time; synthetic hosts write it in UTC. */
function logText({ log = [] }: SyntheticHost): string {
  const lines = [...log]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at, name, version }) => {
      const stamp = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
      if (version === null) return [`${stamp} status config-files ${name}:amd64 1`];
      return [
        `${stamp} upgrade ${name}:amd64 0 ${version}`,
        `${stamp} status installed ${name}:amd64 ${version}`,
      ];
    });
  return lines.map((line) => `${line}\n`).join('');
}

function digest(text: string, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(text).digest(encoding);
}
