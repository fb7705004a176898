import type { HostObservation, InstalledPackage } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '../envelope.ts';
import { parseArchives, parseIndexes, unseenPaths } from './debian-archives.ts';
import {
  parseClockOffset,
  parseIdentity,
  parseKernel,
  parseOperatingSystem,
  parseRestart,
  parseZone,
} from './debian-host.ts';
import { parseLog } from './debian-log.ts';
import { parseDpkg, parseHolds } from './debian-packages.ts';
import { parsePolicies } from './debian-policy.ts';
import { commonSections, debianScript } from './debian-script.ts';
import { parseUpgrade } from './debian-upgrade.ts';
import { ProblemList, type SectionText } from './section-lines.ts';
import { parseLivepatch } from './livepatch.ts';
import { parseRunning } from './running.ts';
import { noteSections, sectionTexts } from './section-texts.ts';

type Read = (name: string) => Uint8Array | null;

/**
 * Parses the sections of a Debian family host. Total: it never throws on content; what it could not read is
 * among `problems`, and what the scan's user was not allowed to see among `notSeen`.
 */
export function parseDebian(manifest: EnvelopeManifest, read: Read): HostObservation {
  const problems = new ProblemList();
  noteSections([...commonSections, ...debianScript.sections], manifest.sections, problems);
  const section = sectionTexts(manifest.sections, read, problems);

  const dpkg = parseDpkg(section('dpkg'), parseHolds(section('holds')), problems);
  const kernel = parseKernel(section('kernel'), dpkg.packages, problems);
  const zone = parseZone(section('zone'));
  const restart = parseRestart(section('reboot'));
  const names = { nativeArch: dpkg.nativeArch, archesOf: archesByName(dpkg.packages) };
  const ran = parseRunning(section('running'), section('clock'), (owner) => keysOf(owner, names.archesOf));
  if (zone === null)
    problems.add(
      'zone',
      'unreadable',
      'the zone of the host is not known, so its package log cannot be dated',
    );
  return {
    family: 'debian',
    versionScheme: 'deb',
    os: parseOperatingSystem(section('identity'), problems),
    identity: parseIdentity(section('identity'), kernel.inContainer, problems),
    zone,
    clockOffsetMs: parseClockOffset(section('clock')),
    kernel,
    packages: dpkg.packages,
    policies: parsePolicies(section('packages-policy'), names, problems),
    archives: parseArchives(section('policy'), parseIndexes(section('indexes'), problems), problems),
    pending: parseUpgrade(section('upgrade'), problems),
    installRecords: zone === null ? [] : parseLog(section('dpkglog'), zone, problems),
    rebootRequired: restart.rebootRequired,
    servicesToRestart: restart.servicesToRestart,
    running: ran.running,
    livePatches: parseLivepatch(section('livepatch')),
    problems: problems.list(),
    notSeen: [...restart.notSeen, ...ran.notSeen, ...unseenSentences(section)],
  };
}

function archesByName(packages: readonly InstalledPackage[]): Map<string, string[]> {
  const arches = new Map<string, string[]>();
  for (const { name, arch } of packages) {
    const list = arches.get(name);
    if (list) list.push(arch);
    else arches.set(name, [arch]);
  }
  return arches;
}

/** `name`, or `name:arch` of a package that may be there in several architectures. */
function keysOf(owner: string, archesOf: ReadonlyMap<string, readonly string[]>): string[] {
  const [name = '', arch] = owner.split(':');
  const arches = archesOf.get(name) ?? [];
  return arches.filter((one) => arch === undefined || one === arch).map((one) => `${name}:${one}`);
}

const UNSEEN: Readonly<Record<string, (path: string) => string>> = {
  identity: (what) =>
    `The host’s ${what === 'hostkey' ? 'SSH host keys' : what}: not readable for the scan’s user.`,
  sources: (path) => `Package sources in ${path}: not readable for the scan’s user.`,
  indexes: (path) => `Package index ${path}: not readable for the scan’s user.`,
  dpkglog: (path) => `When packages were installed, in ${path}: not readable for the scan’s user.`,
};

function unseenSentences(section: (name: string) => SectionText): string[] {
  return Object.entries(UNSEEN).flatMap(([name, sentence]) =>
    unseenPaths(section(name).text).map((path) => sentence(path)),
  );
}
