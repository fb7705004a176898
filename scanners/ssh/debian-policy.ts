import type { PackagePolicy, PolicyVersion } from '#core/inventory/observation.ts';
import { indexId } from './debian-archives.ts';
import { eachLine, type ProblemList, type SectionText } from './section-lines.ts';

interface Block {
  readonly name: string;
  readonly line: number;
  installed: string | null;
  candidate: string | null;
  readonly versions: { version: string; archives: string[]; phased: number | null; line: number }[];
}

export interface PolicyNames {
  readonly nativeArch: string | null;
  /** Architectures of each installed package name. */
  readonly archesOf: ReadonlyMap<string, readonly string[]>;
}

/** Archive id by description; null for dpkg's status file. */
type IndexIds = Map<string, string | null>;

const SPACE = 0x20;

/**
 * Reads the blocks of `apt-cache policy NAME…`, whatever the pin priorities:
 *
 *     libc6:i386:
 *       Installed: 2.36-9
 *       Candidate: 2.36-9+deb12u10
 *       Version table:
 *          2.36-9+deb12u10 500 (phased 10%)
 *             500 http://… bookworm-security/main amd64 Packages
 *      *** 2.36-9 100
 *             100 /var/lib/dpkg/status
 *
 * The depth of a line says what it is: 0 the name, 2 a field, 5 a version, 7 or more an origin.
 */
export function parsePolicies(
  { section, text }: SectionText,
  names: PolicyNames,
  problems: ProblemList,
): Map<string, PackagePolicy> {
  const policies = new Map<string, PackagePolicy>();
  let block: Block | null = null;
  // The same few descriptions stand in nearly every block.
  const ids: IndexIds = new Map();
  const close = () => {
    if (block) keep(block, names, policies, () => problems.unreadable(section, block?.line ?? 0));
  };
  eachLine(text, (line, number) => {
    const depth = depthOf(line);
    if (depth === 0 && line.endsWith(':')) {
      close();
      block = { name: line.slice(0, -1), line: number, installed: null, candidate: null, versions: [] };
    } else if (!block || !readLine({ line, depth, number }, block, ids)) problems.unreadable(section, number);
  });
  close();
  return policies;
}

/** Index of the first character after the indent, where `***` of the installed version counts as indent. */
function depthOf(line: string): number {
  if (line.startsWith(' *** ')) return 5;
  let depth = 0;
  while (line.charCodeAt(depth) === SPACE) depth += 1;
  return depth;
}

interface PolicyLine {
  readonly line: string;
  readonly depth: number;
  readonly number: number;
}

function readLine({ line, depth, number }: PolicyLine, block: Block, ids: IndexIds): boolean {
  if (depth === 2) return readField(line, block);
  if (depth === 5) return readVersion(line, number, block);
  if (depth < 7) return false;
  const space = line.indexOf(' ', depth);
  const current = block.versions.at(-1);
  if (space < 0 || !current) return false;
  const description = line.slice(space + 1);
  let id = ids.get(description);
  if (id === undefined) ids.set(description, (id = indexId(description)));
  if (id !== null) current.archives.push(id);
  return id !== null || description.startsWith('/');
}

function readField(line: string, block: Block): boolean {
  if (line.startsWith('  Installed: ')) block.installed = versionOrNone(line.slice(13));
  else if (line.startsWith('  Candidate: ')) block.candidate = versionOrNone(line.slice(13));
  else return line === '  Version table:' || line.startsWith('  Package pin: ');
  return true;
}

function versionOrNone(text: string): string | null {
  return text === '(none)' ? null : text;
}

function readVersion(line: string, number: number, block: Block): boolean {
  const space = line.indexOf(' ', 5);
  const version = line.slice(5, space < 0 ? undefined : space);
  if (version === '') return false;
  const at = line.indexOf('(phased ', space);
  const phased = space < 0 || at < 0 ? null : Number.parseInt(line.slice(at + 8), 10);
  if (Number.isNaN(phased)) return false;
  block.versions.push({ version, archives: [], phased, line: number });
  return true;
}

function keep(
  block: Block,
  names: PolicyNames,
  policies: Map<string, PackagePolicy>,
  unreadable: () => void,
): void {
  if (block.installed === null && block.versions.length === 0 && block.candidate === null)
    return unreadable();
  // Known to apt by name, but no longer installed when apt was asked.
  if (block.installed === null) return;
  const { name, arch } = nameAndArch(block.name, names);
  if (arch === null) return unreadable();
  const versions: PolicyVersion[] = block.versions;
  policies.set(`${name}:${arch}`, {
    name,
    arch,
    installed: block.installed,
    candidate: block.candidate,
    versions,
    line: block.line,
  });
}

/** apt names a package of a foreign architecture `name:arch`, one of its own (or of `all`) `name` alone. */
function nameAndArch(
  text: string,
  { nativeArch, archesOf }: PolicyNames,
): { name: string; arch: string | null } {
  const colon = text.indexOf(':');
  if (colon > 0) return { name: text.slice(0, colon), arch: text.slice(colon + 1) };
  const arches = archesOf.get(text) ?? [];
  const arch =
    arches.find((candidate) => candidate === nativeArch) ?? arches.find((candidate) => candidate === 'all');
  return { name: text, arch: arch ?? (arches.length === 1 ? (arches[0] ?? null) : null) };
}
