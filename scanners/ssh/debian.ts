import type { HostObservation, InstalledPackage } from '#core/inventory/observation.ts';
import type { EnvelopeManifest, SectionMeta } from '../envelope.ts';
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

type Read = (name: string) => Uint8Array | null;

/**
 * Parses the sections of a Debian family host. Total: it never throws on content; what it could not read is
 * among `problems`, and what the scan's user was not allowed to see among `notSeen`.
 */
export function parseDebian(manifest: EnvelopeManifest, read: Read): HostObservation {
  const problems = new ProblemList();
  noteSections(manifest.sections, problems);
  const section = sectionTexts(manifest.sections, read, problems);

  const dpkg = parseDpkg(section('dpkg'), parseHolds(section('holds')), problems);
  const kernel = parseKernel(section('kernel'), dpkg.packages, problems);
  const zone = parseZone(section('zone'));
  const restart = parseRestart(section('reboot'));
  const names = { nativeArch: dpkg.nativeArch, archesOf: archesByName(dpkg.packages) };
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
    problems: problems.list(),
    notSeen: [...restart.notSeen, ...unseenSentences(section)],
  };
}

/** What the manifest alone says against a section. */
function noteSections(metas: readonly SectionMeta[], problems: ProblemList): void {
  for (const { name } of [...commonSections, ...debianScript.sections]) {
    const meta = metas.find((entry) => entry.name === name);
    if (!meta) problems.add(name, 'missing', 'the section was not received');
    else if (meta.timedOut) problems.add(name, 'timeout', 'the time limit ended the section');
    else if (meta.truncated) problems.add(name, 'truncated', 'the section ended early');
    else if (meta.exitCode !== 0)
      problems.add(name, 'failed', `the command ended with exit code ${meta.exitCode ?? 'unknown'}`);
  }
}

function sectionTexts(
  metas: readonly SectionMeta[],
  read: Read,
  problems: ProblemList,
): (name: string) => SectionText {
  const known = new Map<string, SectionText>();
  return (name) => {
    const cached = known.get(name);
    if (cached) return cached;
    const meta = metas.find((entry) => entry.name === name);
    const bytes = meta ? read(name) : null;
    if (meta && bytes === null) problems.add(name, 'missing', 'the section’s bytes are not there');
    const text = bytes === null ? '' : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const entry = { section: name, text: meta?.truncated ? wholeLines(text) : text };
    known.set(name, entry);
    return entry;
  };
}

/** A cut-off section may end inside a version number; that line says nothing. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
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
