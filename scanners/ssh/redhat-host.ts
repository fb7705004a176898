import { isKernelPackage } from '#core/advisory/kernel.ts';
import type { InstalledPackage, KernelFacts, OperatingSystem } from '#core/inventory/observation.ts';
import { isContainer, parseOperatingSystem, type RestartFacts } from './debian-host.ts';
import { versionOf } from './redhat-names.ts';
import { keyedLines, type ProblemList, type SectionText } from './section-lines.ts';

/** Ids of os-release for systems that do not have that file yet, by the name of their release file. */
const RELEASE_IDS: ReadonlyMap<string, string> = new Map([
  ['fedora', 'fedora'],
  ['oracle', 'ol'],
  ['almalinux', 'almalinux'],
  ['rocky', 'rocky'],
  ['centos', 'centos'],
  ['amazon-linux', 'amzn'],
  ['redhat', 'rhel'],
  ['system', 'rhel'],
]);

/** The system by os-release; before that file existed, by the first release file: `CentOS release 6.10 (Final)`. */
export function parseRedhatSystem(
  identity: SectionText,
  release: SectionText,
  problems: ProblemList,
): OperatingSystem {
  const files = keyedLines(release.text);
  const file = [...RELEASE_IDS.keys()].find((name) => files(name).length > 0);
  if (keyedLines(identity.text)('os').length > 0 || file === undefined)
    return parseOperatingSystem(identity, problems);
  const line = files(file)[0]?.trim() ?? '';
  const isClone = /^CentOS/i.test(line);
  const versionId = / release (\d[\d.]*)/.exec(line)?.[1] ?? null;
  return {
    id: isClone ? 'centos' : (RELEASE_IDS.get(file) ?? 'rhel'),
    versionId,
    codename: null,
    prettyName: line || 'unknown',
  };
}

/**
 * The running kernel and the package it came from: by the owner of its image, else, where the image itself cannot
 * be seen, by the release that `uname -r` names.
 */
export function parseRedhatKernel(
  { section, text }: SectionText,
  all: readonly InstalledPackage[],
  bootedAt: number | null,
  problems: ProblemList,
): KernelFacts {
  const values = keyedLines(text);
  const running = values('running')[0] ?? '';
  if (text !== '' && running === '') problems.add(section, 'unreadable', 'the running kernel is not there');
  const kernels = all.filter(({ name }) => isKernelPackage(name));
  const runningPackage = ownerOf(values('owner'), all) ?? namedBy(running, kernels);
  const images = kernels.filter(({ name }) =>
    runningPackage ? name === runningPackage.name : !name.includes('-modules'),
  );
  return {
    running,
    inContainer: isContainer(values),
    runningPackage,
    installedImages: images.map(({ name, version }) => ({ name, version })),
    bootedAt,
  };
}

function ownerOf(lines: readonly string[], all: readonly InstalledPackage[]): KernelFacts['runningPackage'] {
  for (const line of lines) {
    const [name = '', arch, epoch = '', version, release] = line.split('\t');
    if (!version || !release) continue;
    const evr = versionOf(epoch, version, release);
    if (all.some((pkg) => pkg.name === name && pkg.arch === arch && pkg.version === evr))
      return { name, version: evr };
  }
  return null;
}

/** `5.14.0-427.13.1.el9_4.x86_64`, with `+rt`, `+debug` or the like behind it for a variant. */
function namedBy(running: string, kernels: readonly InstalledPackage[]): KernelFacts['runningPackage'] {
  const [release = '', variant = ''] = running.split(/[+]|\.(?=debug$)/, 2);
  const found = kernels.filter(
    ({ name, version, arch }) =>
      `${version.replace(/^\d+:/, '')}.${arch}` === release &&
      !name.includes('-modules') &&
      (variant === '' ? !/-(rt|debug|64k|16k)\b/.test(name) : name.includes(`-${variant}`)),
  );
  const best = found.find(({ name }) => name.endsWith('-core')) ?? found[0];
  return best ? { name: best.name, version: best.version } : null;
}

/** When the running kernel started, by the host's own clock and uptime; UTC ms to the second. */
export function parseBoot({ text }: SectionText): number | null {
  const values = keyedLines(text);
  const now = values('now')[0] ?? '';
  const uptime = values('uptime')[0] ?? '';
  if (!/^\d{19}$/.test(now) || !/^\d{1,10}\.\d+$/.test(uptime)) return null;
  return Math.floor(Number(now.slice(0, 13)) / 1000 - Number(uptime)) * 1000;
}

/** What needs-restarting says. Its exit code is also that of an unknown command, so only its sentence counts. */
export function parseNeedsRestarting({ text }: SectionText): RestartFacts {
  const values = keyedLines(text);
  const services = values('services')[0] ?? '';
  const isNeeded = /^Reboot is (required|recommended)/im.test(text);
  const isSpared = /^Reboot should not be necessary/im.test(text);
  const unseen: Readonly<Record<string, string>> = {
    unprivileged: 'Which services still run old code: needs-restarting answers rightly only to root.',
    absent: 'Which services still run old code: needs-restarting is not installed on the host.',
  };
  const sentence = Object.hasOwn(unseen, services) ? unseen[services] : undefined;
  const noHint = 'Whether a reboot is due beyond the kernel: needs-restarting is not installed on the host.';
  return {
    rebootRequired: isNeeded || isSpared ? isNeeded : null,
    servicesToRestart:
      services === 'run' ? values('service').filter((name) => /^[\w@.:\\-]+$/.test(name)) : null,
    notSeen: [...(isNeeded || isSpared ? [] : [noHint]), ...(sentence === undefined ? [] : [sentence])],
  };
}
