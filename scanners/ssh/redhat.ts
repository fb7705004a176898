import type {
  Archive,
  HostObservation,
  InstalledPackage,
  PendingUpdate,
} from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type { EnvelopeManifest } from '../envelope.ts';
import { parseClockOffset, parseIdentity, parseZone } from './debian-host.ts';
import { commonSections } from './debian-script.ts';
import { joinAdvisories, parseUpdateinfo, type AdvisoryRow } from './redhat-advisories.ts';
import { readAnswer } from './redhat-answer.ts';
import { parseBoot, parseNeedsRestarting, parseRedhatKernel, parseRedhatSystem } from './redhat-host.ts';
import { parseLocks, parseRpm } from './redhat-packages.ts';
import { policiesOf } from './redhat-policies.ts';
import { parseRepositories } from './redhat-repositories.ts';
import { redhatScript } from './redhat-script.ts';
import { parseUpgrades, type Upgrade } from './redhat-upgrades.ts';
import { keyedLines, ProblemList, type SectionText } from './section-lines.ts';
import { parseLivepatch } from './livepatch.ts';
import { parseRunning } from './running.ts';
import { noteSections, sectionTexts } from './section-texts.ts';

type Sections = (name: string) => SectionText;

/**
 * Parses the sections of a host of the Red Hat family. Total: it never throws on content; what it could not read is
 * among `problems`, and what the scan's user was not allowed to see among `notSeen`.
 */
export function parseRedhat(
  manifest: EnvelopeManifest,
  read: (name: string) => Uint8Array | null,
): HostObservation {
  const problems = new ProblemList();
  noteSections([...commonSections, ...redhatScript.sections], manifest.sections, problems);
  const section = sectionTexts(manifest.sections, read, problems);

  const rpm = parseRpm(section('rpm'), parseLocks(section('locks')), problems);
  const kernel = parseRedhatKernel(section('kernel'), rpm.all, parseBoot(section('clock')), problems);
  const restart = parseNeedsRestarting(section('needs-restarting'));
  const archives = parseRepositories(section('repositories'), problems);
  const offers = parseOffers(section, archives, problems);
  const advisories = joinAdvisories(offers.rows, section('advisories'));
  const keys = new Set(rpm.packages.map(({ name, arch }) => `${name}:${arch}`));
  const ran = parseRunning(section('running'), section('clock'), (key) => (keys.has(key) ? [key] : []));
  const isAnswered = archives.length > 0;
  return {
    family: 'redhat',
    versionScheme: 'rpm',
    os: parseRedhatSystem(section('identity'), section('release'), problems),
    identity: parseIdentity(section('identity'), kernel.inContainer, problems),
    zone: parseZone(section('zone')),
    clockOffsetMs: parseClockOffset(section('clock')),
    kernel,
    packages: rpm.packages,
    policies: isAnswered ? policiesOf(rpm.packages, { ...offers, archives, lines: rpm.lines }) : new Map(),
    archives,
    pending: isAnswered ? pendingOf(rpm.packages, offers.upgrades) : [],
    installRecords: rpm.records,
    rebootRequired: restart.rebootRequired,
    servicesToRestart: restart.servicesToRestart,
    running: ran.running,
    livePatches: parseLivepatch(section('livepatch')),
    advisories,
    problems: problems.list(),
    notSeen: [
      ...restart.notSeen,
      ...ran.notSeen,
      ...unseenSentences(section),
      ...unclassifiedSentences(archives, offers.upgrades),
      ...unnamedSentences(advisories),
    ],
  };
}

interface ParsedOffers {
  readonly rows: readonly AdvisoryRow[];
  readonly upgrades: ReadonlyMap<string, Upgrade> | null;
}

/** Without any cached metadata both lists fail by nature; that has its own reason. What was listed before a failure stands. */
function parseOffers(section: Sections, archives: readonly Archive[], problems: ProblemList): ParsedOffers {
  const rows = parseUpdateinfo(section('updateinfo'), problems);
  const upgrades = parseUpgrades(section('upgrades'), problems);
  if (archives.length > 0) {
    for (const name of ['updateinfo', 'upgrades']) {
      const { exitCode } = readAnswer(section(name).text);
      if (exitCode !== 0)
        problems.add(name, 'failed', `the package manager ended with exit code ${exitCode ?? 'unknown'}`);
    }
  }
  return { rows, upgrades };
}

function pendingOf(
  packages: readonly InstalledPackage[],
  upgrades: ReadonlyMap<string, Upgrade> | null,
): PendingUpdate[] {
  return packages.flatMap(({ name, arch, version: current }) => {
    const upgrade = upgrades?.get(`${name}:${arch}`);
    if (!upgrade || compareSign('rpm', upgrade.version, current) !== 1) return [];
    return [{ name, arch, current, candidate: upgrade.version, line: upgrade.line }];
  });
}

const UNSEEN: Readonly<Record<string, (path: string) => string>> = {
  identity: (what) =>
    `The host’s ${what === 'hostkey' ? 'SSH host keys' : what}: not readable for the scan’s user.`,
  repositories: (path) => `Package metadata in ${path}: not readable for the scan’s user.`,
  locks: (path) => `Which packages are held, in ${path}: not readable for the scan’s user.`,
};

function unseenSentences(section: Sections): string[] {
  return Object.entries(UNSEEN).flatMap(([name, sentence]) =>
    keyedLines(section(name).text)('unseen').map((path) => sentence(path)),
  );
}

/** Updates of a third party's repository without advisories: whether they matter for security, nobody says. */
function unclassifiedSentences(
  archives: readonly Archive[],
  upgrades: ReadonlyMap<string, Upgrade> | null,
): string[] {
  const classified = new Set(archives.filter((one) => one.security === true).map(({ suite }) => suite));
  const known = new Set(archives.filter((one) => one.unclassified).map(({ suite }) => suite));
  const offering = new Set([...(upgrades?.values() ?? [])].map(({ repository }) => repository));
  return [...offering]
    .filter((id) => id !== '' && !classified.has(id) && !known.has(id))
    .sort()
    .map((id) => `Which updates of ${id} concern security: the repository publishes no advisories.`);
}

function unnamedSentences(advisories: HostObservation['advisories']): string[] {
  const unnamed = (advisories ?? []).filter(({ kind, cves }) => kind === 'security' && cves.length === 0);
  if (unnamed.length === 0) return [];
  return [`Which CVEs ${unnamed.length} of the security advisories fix: the repositories do not name them.`];
}
