import { createHash } from 'node:crypto';
import type {
  HostIdentity,
  InstalledPackage,
  KernelFacts,
  OperatingSystem,
} from '#core/inventory/observation.ts';
import { keyedLines, type ProblemList, type SectionText } from './section-lines.ts';

/** Inode of the first PID namespace of a Linux system (include/linux/proc_ns.h, PROC_PID_INIT_INO). */
const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/** Fields of os-release(5): `KEY=value`, where the value may be quoted as in a shell. */
export function parseOperatingSystem({ section, text }: SectionText, problems: ProblemList): OperatingSystem {
  const fields = new Map<string, string>();
  for (const line of keyedLines(text)('os')) {
    const match = /^([A-Z][A-Z0-9_]*)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(.*))$/.exec(line);
    if (match?.[1])
      fields.set(match[1], (match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? match[4] ?? '').trim());
  }
  const id = fields.get('ID');
  if (!id) problems.add(section, 'unreadable', 'os-release has no ID');
  return {
    id: id ?? 'unknown',
    versionId: fields.get('VERSION_ID') || null,
    codename: fields.get('VERSION_CODENAME') || null,
    prettyName: fields.get('PRETTY_NAME') || id || 'unknown',
  };
}

/** Names, addresses and keys by which the asset is recognised. */
export function parseIdentity(
  { section, text }: SectionText,
  inContainer: boolean,
  problems: ProblemList,
): HostIdentity {
  const values = keyedLines(text);
  const hostname = values('hostname')[0]?.trim() ?? '';
  if (hostname === '') problems.add(section, 'unreadable', 'the host name is not there');
  const machineId = values('machine-id')[0]?.trim() ?? '';
  const addresses = values('address').map((address) => address.replace(/\/\d+$/, '').trim());
  return {
    hostname,
    // An image that was never started has "uninitialized" here (machine-id(5)).
    machineId: /^[0-9a-f]{32}$/.test(machineId) ? machineId : null,
    hostKeys: values('hostkey')
      .map(fingerprint)
      .filter((key) => key !== null),
    addresses: [...new Set(addresses.filter((address) => address !== '' && !address.startsWith('fe80:')))],
    cloudId: cloudId(values('cloud'), inContainer),
  };
}

function fingerprint(line: string): string | null {
  const blob = line.split(' ')[1] ?? '';
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(blob)) return null;
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

/** Hardware ids seen inside a container are those of the machine below, shared by all its containers. */
function cloudId(lines: readonly string[], inContainer: boolean): string | null {
  const ids = new Map(
    lines.map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1).trim()]),
  );
  const instance = ids.get('instance-id');
  if (instance && /^[\w-]{4,64}$/.test(instance) && !/^(iid-)?(datasource-)?none$|^nocloud$/i.test(instance))
    return instance;
  if (inContainer) return null;
  const asset = ids.get('board_asset_tag');
  if (asset && /^i-[0-9a-f]{8,17}$/.test(asset)) return asset;
  const uuid = ids.get('product_uuid')?.toLowerCase();
  return uuid && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid) && !/^[0f-]+$/.test(uuid)
    ? uuid
    : null;
}

/** The running kernel and the package it came from. */
export function parseKernel(
  { section, text }: SectionText,
  packages: readonly InstalledPackage[],
  problems: ProblemList,
): KernelFacts {
  const values = keyedLines(text);
  const running = values('running')[0] ?? '';
  if (text !== '' && running === '') problems.add(section, 'unreadable', 'the running kernel is not there');
  const byName = new Map(packages.map((entry) => [entry.name, entry]));
  const owner = values('owner')
    .flatMap(ownersOf)
    .map((name) => byName.get(name))
    .find((entry) => entry !== undefined);
  return {
    running,
    inContainer: isContainer(values),
    runningPackage: owner ? { name: owner.name, version: owner.version } : null,
    installedImages: packages.filter(isKernelImage).map(({ name, version }) => ({ name, version })),
  };
}

/** True when the kernel belongs to the host below: a PID namespace of its own, or a container's mark. */
export function isContainer(values: (key: string) => readonly string[]): boolean {
  const namespace = values('pidns')[0] ?? '';
  const foreign = namespace.startsWith('pid:') && namespace !== INITIAL_PID_NAMESPACE;
  return foreign || values('container').length > 0;
}

/** `linux-image-6.1.0-25-amd64, other:amd64: /boot/vmlinuz-…` */
function ownersOf(line: string): string[] {
  const end = line.lastIndexOf(': /');
  return end < 0
    ? []
    : line
        .slice(0, end)
        .split(', ')
        .map((name) => name.replace(/:.*$/, ''));
}

function isKernelImage({ name }: InstalledPackage): boolean {
  return /^linux-image-(unsigned-)?\d/.test(name) || name === 'raspberrypi-kernel';
}

/**
 * IANA zone of the host's own logs. What the C library reads decides: /etc/localtime, and UTC without one
 * (tzset(3)); /etc/timezone only names a zone whose file was copied. null = not to be known.
 */
export function parseZone({ text }: SectionText): string | null {
  const values = keyedLines(text);
  const link = values('localtime')[0];
  if (link !== undefined) {
    const name = /zoneinfo\/(?:posix\/)?(.+)$/.exec(link)?.[1];
    if (name !== undefined && isZone(name)) return name;
  }
  if (values('localtime-absent').length > 0) return 'Etc/UTC';
  const named = values('timezone')[0]?.trim();
  return named !== undefined && isZone(named) ? named : null;
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** Host clock minus scanner clock, ms. The script got the scanner's time when it was sent, so travel time counts in. */
export function parseClockOffset({ text }: SectionText): number | null {
  const values = keyedLines(text);
  const sent = values('sent')[0] ?? '';
  const now = values('now')[0] ?? '';
  return /^\d{13}$/.test(sent) && /^\d{19}$/.test(now) ? Number(now.slice(0, 13)) - Number(sent) : null;
}

export interface RestartFacts {
  readonly rebootRequired: boolean | null;
  readonly servicesToRestart: readonly string[] | null;
  readonly notSeen: readonly string[];
}

/** Without a helper that writes the flag file, its absence says nothing; needrestart is sound only as root. */
export function parseRestart({ text }: SectionText): RestartFacts {
  const values = keyedLines(text);
  const needrestart = values('needrestart')[0] ?? '';
  const seen = needrestart === 'run';
  const services = seen
    ? [...text.matchAll(/^NEEDRESTART-SVC: ?(\S+)/gm)].map((match) => match[1] ?? '')
    : null;
  const notSeen = [
    needrestart === 'absent' &&
      'Which services still run old code: needrestart is not installed on the host.',
    needrestart === 'unprivileged' &&
      'Which services still run old code: needrestart answers rightly only to root.',
  ];
  const required = values('required').length > 0;
  const flagKept = values('helper').length > 0;
  return {
    rebootRequired: required || (flagKept ? false : null),
    servicesToRestart: services,
    notSeen: notSeen.filter((sentence) => sentence !== false),
  };
}
