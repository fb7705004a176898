import { systemPackage } from '#core/advisory/windows-product.ts';
import type {
  Archive,
  HostObservation,
  InstalledPackage,
  InstallRecord,
  KernelFacts,
  PackagePolicy,
  PendingUpdate,
  PolicyVersion,
} from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { isUpdateId } from '#core/version/windows-update.ts';
import type { z } from 'zod';
import type { EnvelopeManifest } from '../envelope.ts';
import { ProblemList } from '../ssh/section-lines.ts';
import { hostSectionSchema } from './inventory-document.ts';
import { parsePackages } from './package-rows.ts';
import { readRows } from './section-rows.ts';

type HostSection = z.infer<typeof hostSectionSchema>;
type Read = (name: string) => Uint8Array | null;

export const inventorySections = ['host', 'packages', 'updates'] as const;

const UPDATE_FIELDS = 4;

/**
 * Parses the sections of an imported inventory. Total: it never throws on content; what it could not read is
 * among `problems`, and what the tool does not tell among `notSeen`.
 */
export function parseInventory(manifest: EnvelopeManifest, read: Read): HostObservation {
  const problems = new ProblemList();
  noteSections(manifest, problems);
  const text = (name: string) => new TextDecoder().decode(read(name) ?? new Uint8Array());
  const host = parseHost(text('host'), problems) ?? unknownHost(manifest);
  const scheme = host.versionScheme;
  const os = { id: host.os.id, versionId: host.os.versionId, codename: null, prettyName: host.os.name };
  const { packages: listed, records } = parsePackages(text('packages'), scheme, problems);
  const system = scheme === 'windows' ? systemPackage(os, listed) : null;
  const packages = system === null ? listed : [...listed, system];
  const offers = parseUpdates(text('updates'), problems);
  const policies = new Map(
    packages.map((pkg) => {
      const key = `${pkg.name}:${pkg.arch}`;
      return [key, policyOf(pkg, offers.get(key) ?? [], scheme)] as const;
    }),
  );
  return {
    family: 'inventory',
    versionScheme: scheme,
    os,
    identity: {
      hostname: host.host.name,
      machineId: host.host.machineId,
      hostKeys: [],
      addresses: host.host.addresses,
      cloudId: host.host.cloudId,
    },
    zone: host.host.zone,
    clockOffsetMs: null,
    kernel: kernelOf(host, packages, problems),
    packages,
    policies,
    archives: host.sources.map(archiveOf),
    pending: pendingOf(policies),
    installRecords: records,
    rebootRequired: host.rebootRequired,
    installedUpdates: host.installedUpdates ?? updatesAmong(packages),
    servicesToRestart: null,
    problems: problems.list(),
    notSeen: notSeen(host, packages, records),
  };
}

/** Some tools list installed updates as packages; null where none is among them: then nobody listed any. */
function updatesAmong(packages: readonly InstalledPackage[]): readonly string[] | null {
  const updates = packages.map(({ name }) => name).filter(isUpdateId);
  return updates.length === 0 ? null : updates;
}

/** What the manifest alone says against a section. */
function noteSections({ sections }: EnvelopeManifest, problems: ProblemList): void {
  for (const name of inventorySections) {
    const meta = sections.find((section) => section.name === name);
    if (!meta) problems.add(name, 'missing', 'the section was not received');
    else if (meta.truncated) problems.add(name, 'truncated', 'the section ended early');
  }
}

function parseHost(text: string, problems: ProblemList): HostSection | null {
  try {
    const parsed = hostSectionSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    problems.add(
      'host',
      'unreadable',
      `the field ${parsed.error.issues[0]?.path.join('.') ?? ''} is not as expected`,
    );
  } catch {
    problems.add('host', 'unreadable', 'the section is not JSON');
  }
  return null;
}

/** Stands in where the section cannot be read: the problem noted with it keeps the scan from proving anything. */
function unknownHost({ target }: EnvelopeManifest): HostSection {
  return {
    host: { name: target.host, machineId: null, cloudId: null, addresses: [], zone: null },
    os: { id: 'unknown', versionId: null, name: 'unknown' },
    versionScheme: 'deb',
    kernel: null,
    rebootRequired: null,
    sources: [],
  };
}

interface Offer extends PolicyVersion {
  readonly archives: readonly [string];
}

/** `name:arch` → what the sources offer. */
function parseUpdates(text: string, problems: ProblemList): Map<string, Offer[]> {
  const { rows, unreadable } = readRows(text, UPDATE_FIELDS);
  for (const line of unreadable) problems.unreadable('updates', line);
  const offers = new Map<string, Offer[]>();
  for (const { fields, line } of rows) {
    const [name = '', arch = '', version = '', source = ''] = fields;
    const key = `${name}:${arch}`;
    const offer: Offer = { version, archives: [source], phased: null, line };
    const known = offers.get(key);
    if (known) known.push(offer);
    else offers.set(key, [offer]);
  }
  return offers;
}

/** The highest version on offer is what an update would bring. */
function policyOf(pkg: InstalledPackage, versions: readonly Offer[], scheme: VersionScheme): PackagePolicy {
  const { name, arch, version: installed } = pkg;
  const candidate = versions.reduce(
    (best, { version }) => (compareSign(scheme, version, best) === 1 ? version : best),
    installed,
  );
  return { name, arch, installed, candidate, versions, line: versions[0]?.line ?? 1 };
}

function pendingOf(policies: ReadonlyMap<string, PackagePolicy>): PendingUpdate[] {
  return [...policies.values()].flatMap(({ name, arch, installed, candidate, line }) =>
    candidate === null || candidate === installed
      ? []
      : [{ name, arch, current: installed, candidate, line }],
  );
}

/**
 * What runs, against every kernel that is installed: those the tool lists, and the newest of the same package.
 * Kernels that cannot be ordered leave open which one is in use, so that nothing may be proved.
 */
function kernelOf(
  { kernel, versionScheme }: HostSection,
  packages: readonly InstalledPackage[],
  problems: ProblemList,
): KernelFacts {
  if (kernel === null)
    return { running: '', inContainer: false, runningPackage: null, installedImages: [], isGiven: false };
  const { package: running } = kernel;
  const same = packages.filter(({ name }) => name === running?.name);
  const installedImages = [...kernel.installed, ...same.map(({ name, version }) => ({ name, version }))];
  const isOrdered = installedImages.every(
    ({ version }) => !running || compareSign(versionScheme, version, running.version) !== null,
  );
  if (!isOrdered) problems.add('host', 'unreadable', 'versions of its kernels cannot be compared');
  return {
    running: kernel.running,
    inContainer: false,
    runningPackage: running,
    installedImages,
    bootedAt: kernel.bootedAt === null ? null : Date.parse(kernel.bootedAt),
  };
}

function archiveOf({ name, security, fetchedAt, publishedAt }: HostSection['sources'][number]): Archive {
  return {
    id: name,
    uri: '',
    suite: name,
    component: '',
    label: name,
    origin: null,
    archive: null,
    codename: null,
    dateAt: publishedAt === null ? null : Date.parse(publishedAt),
    validUntilAt: null,
    fetchedAt: fetchedAt === null ? null : Date.parse(fetchedAt),
    security,
  };
}

function notSeen(
  { kernel, versionScheme }: HostSection,
  packages: readonly InstalledPackage[],
  records: readonly InstallRecord[],
): string[] {
  const unseen: string[] = [];
  if (kernel === null && versionScheme !== 'windows')
    unseen.push('Which kernel runs: the tool does not tell.');
  if (packages.length > 0 && records.length === 0)
    unseen.push('When packages were installed: the tool does not tell.');
  return unseen;
}
