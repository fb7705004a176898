import { isKernelPackage } from '#core/advisory/kernel.ts';
import type { InstalledPackage, InstallRecord } from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import { matchesGlob, readNevra, versionOf } from './redhat-names.ts';
import { eachLine, keyedLines, type ProblemList, type SectionText } from './section-lines.ts';

export interface RpmFacts {
  /** One entry per name and architecture. */
  readonly packages: readonly InstalledPackage[];
  /** Every version on disk: kernels stay installed beside each other. */
  readonly all: readonly InstalledPackage[];
  /** `name:arch` → line of the entry in the section, from 1. */
  readonly lines: ReadonlyMap<string, number>;
  readonly records: readonly InstallRecord[];
}

const FIELDS = 8;

/**
 * Reads the `rpm -qa` table: name, architecture, epoch, version, release, source rpm, install time and module
 * label. Public keys are rows of the same database and are left out.
 */
export function parseRpm(
  { section, text }: SectionText,
  isHeld: (name: string, arch: string) => boolean,
  problems: ProblemList,
): RpmFacts {
  const all: InstalledPackage[] = [];
  const packages = new Map<string, InstalledPackage>();
  const lines = new Map<string, number>();
  eachLine(text, (line, number) => {
    if (line.startsWith('gpg-pubkey\t')) return;
    const pkg = readPackage(line);
    if (!pkg) return problems.unreadable(section, number);
    const entry = { ...pkg, held: isHeld(pkg.name, pkg.arch) };
    all.push(entry);
    const key = `${pkg.name}:${pkg.arch}`;
    const before = packages.get(key);
    const counts = before ? oneOf(before, entry) : entry;
    if (counts === null) return problems.unreadable(section, number);
    packages.set(key, counts);
    if (counts === entry) lines.set(key, number);
  });
  if (packages.size === 0) problems.add(section, 'missing', 'no installed package was listed');
  return { packages: [...packages.values()], all, lines, records: all.flatMap(recordOf) };
}

function readPackage(line: string): Omit<InstalledPackage, 'held'> | null {
  const fields = line.split('\t');
  const [name, arch, epoch = '', version, release, sourceRpm = '', installTime = '', label = ''] = fields;
  if (!name || !arch || !version || !release || fields.length !== FIELDS) return null;
  if (!/^(\d+|\(none\))$/.test(epoch) || !/^\d{1,11}$/.test(installTime)) return null;
  return {
    name,
    arch,
    version: versionOf(epoch, version, release),
    ...sourceOf(sourceRpm, { name, version: `${version}-${release}` }),
    epoch: epoch === '(none)' ? 0 : Number(epoch),
    installedAt: Number(installTime) * 1000,
    ...moduleOf(label),
  };
}

/** `openssl-3.0.7-24.el9.src.rpm`; a package built without one is its own source. */
function sourceOf(file: string, own: { name: string; version: string }) {
  const id = readNevra(file.replace(/\.(no)?src\.rpm$/, '.src'));
  const { name, version } = id ?? own;
  return { source: name, sourceVersion: version };
}

/** `nodejs:18:9030020231222102507:rhel9` → `nodejs:18`; context and build are not what a stream is chosen by. */
function moduleOf(label: string): { module?: string } {
  const [name, stream] = label.split(':');
  return name && stream && label !== '(none)' ? { module: `${name}:${stream}` } : {};
}

/**
 * Of a package installed in several versions the oldest counts, because it is the one that lacks a patch. Kernels
 * stay beside each other by design: there the newest counts, and the running one says what is in use.
 */
function oneOf(a: InstalledPackage, b: InstalledPackage): InstalledPackage | null {
  const sign = compareSign('rpm', a.version, b.version);
  if (sign === null) return null;
  const isBeside = isKernelPackage(a.name) || a.name.startsWith('kernel-');
  return (sign === -1) === isBeside ? b : a;
}

function recordOf({ name, arch, version, installedAt }: InstalledPackage): InstallRecord[] {
  return installedAt === undefined ? [] : [{ name, arch, version, at: installedAt }];
}

/**
 * What the host's own settings keep from being updated: version locks (dnf 4 and yum as one pattern per line, dnf 5
 * as TOML) and the excludes of the main section. Those of single repositories only choose between repositories.
 */
export function parseLocks({ text }: SectionText): (name: string, arch: string) => boolean {
  const values = keyedLines(text);
  const locked = values('lock').flatMap(lockedName);
  const excluded = values('exclude').flatMap((list) => list.split(/[\s,]+/).filter((one) => one !== ''));
  const patterns = [...new Set([...locked, ...excluded])];
  return (name, arch) =>
    patterns.some((pattern) => matchesGlob(pattern, name) || matchesGlob(pattern, `${name}.${arch}`));
}

function lockedName(line: string): string[] {
  const toml = /^\s*name\s*=\s*["']([^"']+)["']/.exec(line)?.[1];
  if (toml !== undefined) return [toml];
  // Other lines of the TOML form: its version, conditions and comments.
  if (/^\s*(\[|\w+\s*=|[{}\]])/.test(line)) return [];
  const spec = line.trim().replace(/^!/, '');
  const name = /^(?:\d+:)?(.+)-[^-]+-[^-]+$/.exec(spec)?.[1] ?? spec;
  return name === '' ? [] : [name];
}
