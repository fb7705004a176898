import { sealEnvelope, type Envelope } from '#scanners/envelope.ts';

/** One scan of an invented Debian host. */
export interface HostScan {
  readonly host: string;
  /** Tells hosts apart in keys and addresses; 0 … 65535. */
  readonly number: number;
  readonly packages: number;
  /** Of the packages with a security update (each third), how many have it installed. */
  readonly patched: number;
  readonly startedAt: number;
  /** An additional section, to make the envelope large. */
  readonly ballast?: Uint8Array;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MAIN = 'http://deb.debian.org/debian bookworm/main amd64 Packages';
const SECURITY = 'http://deb.debian.org/debian-security bookworm-security/main amd64 Packages';

/** A complete scan over SSH, sealed. */
export function completeScan(scan: HostScan): Envelope {
  const sections = [...sectionsOf(scan)].map(([name, text]) => section(name, Buffer.from(text, 'utf8')));
  if (scan.ballast) sections.push(section('ballast', scan.ballast));
  return seal(scan, { outcome: 'complete', failure: null, family: 'debian', sections });
}

/** A scan whose login was refused. */
export function failedScan(scan: HostScan): Envelope {
  const failure = { code: 'AUTH_FAILED', message: 'The login was refused.', remedy: 'Check the key.' };
  return seal(scan, { outcome: 'failed', failure, family: null, sections: [] });
}

/** What `nmap -oX` would write about three hosts. */
export function nmapXml(number: number, startedAt: number): Uint8Array {
  const start = Math.floor(startedAt / 1000);
  const hosts = [1, 2, 3].map(
    (
      last,
    ) => `<host><status state="up" reason="syn-ack"/><address addr="${addressOf(number)}${last}" addrtype="ipv4"/>
<ports><port protocol="tcp" portid="${20 + (start % 3)}"><state state="open" reason="syn-ack"/></port></ports></host>`,
  );
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap -oX -" start="${start}" version="7.93">
${hosts.join('\n')}
<runstats><finished time="${start + 5}" exit="success"/><hosts up="3" down="0" total="3"/></runstats></nmaprun>
`,
    'utf8',
  );
}

/** The sections of a complete scan by name, in the order of the collector. */
export function sectionsOf(scan: HostScan): Map<string, string> {
  const packages = Array.from({ length: scan.packages }, (_, index) => packageAt(index, scan.patched));
  const missing = packages.filter((one) => one.fixed !== null && one.fixed !== one.installed);
  return new Map([
    ['clock', `sent\t${scan.startedAt}\nnow\t${scan.startedAt}000000\noffset\t+0000\nuptime\t1000.00\n`],
    ['identity', identity(scan)],
    ['zone', 'timezone\tEtc/UTC\nlocaltime\t/usr/share/zoneinfo/Etc/UTC\n'],
    ['kernel', 'running\t6.1.0-44-amd64\npidns\tpid:[4026532253]\ncontainer\t/.dockerenv\n'],
    ['dpkg', `amd64\n${packages.map(dpkgLine).join('')}`],
    ['sources', 'file\t/etc/apt/sources.list\n'],
    ['indexes', releaseFile(scan.startedAt)],
    ['policy', archivePolicy],
    ['packages-policy', packages.map(packagePolicy).join('')],
    ['upgrade', missing.map(upgradeLine).join('')],
    ['holds', ''],
    ['dpkglog', packages.map((one) => logLines(one, scan.startedAt)).join('')],
    ['reboot', 'needrestart\tabsent\n'],
  ]);
}

interface Package {
  readonly name: string;
  readonly base: string;
  readonly installed: string;
  /** Version in the security archive. */
  readonly fixed: string | null;
}

function packageAt(index: number, patched: number): Package {
  const base = `1.${index}-1`;
  const fixed = index % 3 === 0 ? `${base}+deb12u1` : null;
  const installed = fixed !== null && index / 3 < patched ? fixed : base;
  return { name: `part-${index}`, base, installed, fixed };
}

const dpkgLine = ({ name, installed }: Package) =>
  `${name}\tamd64\t${installed}\t${name}\t${installed}\tii \n`;

const upgradeLine = ({ name, installed, fixed }: Package) =>
  `Inst ${name} [${installed}] (${fixed} Debian-Security:12/oldstable-security [amd64])\n`;

function logLines({ name, base, installed }: Package, startedAt: number): string {
  if (installed === base) return '';
  const at = new Date(startedAt - HOUR_MS).toISOString().slice(0, 16).replace('T', ' ');
  return `${at}:01 upgrade ${name}:amd64 ${base} ${installed}\n${at}:02 status installed ${name}:amd64 ${installed}\n`;
}

function packagePolicy({ name, base, installed, fixed }: Package): string {
  const versions = [fixed, base].filter((version) => version !== null);
  const table = versions.map((version) => {
    const mark = version === installed ? ' ***' : '    ';
    const status = version === installed ? '        100 /var/lib/dpkg/status\n' : '';
    return `${mark} ${version} 500\n        500 ${version === fixed ? SECURITY : MAIN}\n${status}`;
  });
  return `${name}:\n  Installed: ${installed}\n  Candidate: ${fixed ?? base}\n  Version table:\n${table.join('')}`;
}

function identity({ host, number }: HostScan): string {
  const machineId = number.toString(16).padStart(32, 'a');
  const key = Buffer.from(`key of ${host}`.padEnd(60, '.')).toString('base64');
  return (
    `user\tscanner\nhostname\t${host}\nos\tPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nos\tVERSION_ID="12"\n` +
    `os\tID=debian\nmachine-id\t${machineId}\nhostkey\tssh-ed25519 ${key} root@${host}\n` +
    `address\t${addressOf(number)}9/24\n`
  );
}

const archivePolicy = `Package files:
 100 /var/lib/dpkg/status
     release a=now
 500 ${SECURITY}
     release v=12,o=Debian,a=oldstable-security,n=bookworm-security,l=Debian-Security,c=main,b=amd64
     origin deb.debian.org
 500 ${MAIN}
     release v=12.15,o=Debian,a=oldstable,n=bookworm,l=Debian,c=main,b=amd64
     origin deb.debian.org
Pinned packages:
`;

function releaseFile(startedAt: number): string {
  const day = Math.floor(startedAt / (24 * HOUR_MS)) * 24 * HOUR_MS;
  const date = new Date(day).toUTCString().replace('GMT', 'UTC');
  const file = (path: string, label: string, suite: string) =>
    `file\t${day / 1000}\tdeb.debian.org_${path}_InRelease\nline\tOrigin: Debian\nline\tLabel: ${label}\n` +
    `line\tSuite: ${suite}\nline\tCodename: ${path.split('_').at(-1)}\nline\tDate: ${date}\n`;
  return (
    file('debian-security_dists_bookworm-security', 'Debian-Security', 'oldstable-security') +
    file('debian_dists_bookworm', 'Debian', 'oldstable')
  );
}

const addressOf = (number: number) => `10.${(number >> 8) & 255}.${number & 255}.`;

function section(name: string, content: Uint8Array) {
  return { name, content, exitCode: 0, durationMs: 1, truncated: false, timedOut: false };
}

type Result = Pick<Parameters<typeof sealEnvelope>[0], 'outcome' | 'failure' | 'family' | 'sections'>;

function seal({ host, number, startedAt }: HostScan, result: Result): Envelope {
  return sealEnvelope({
    ...result,
    scanner: 'ssh',
    build: 'synthetic',
    method: 'credentialed',
    target: { host, port: 22, address: `${addressOf(number)}9` },
    profile: 'default',
    startedAt,
    finishedAt: startedAt + 5000,
    hostKey: null,
  });
}
