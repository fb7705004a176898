import { isKernelPackage } from '#core/advisory/kernel.ts';
import { isPurl, schemeOfProduct } from '#core/advisory/purl-scheme.ts';
import type { InstalledPackage, InstallRecord } from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import type { ProblemList } from '../ssh/section-lines.ts';
import { readRows } from './section-rows.ts';

const PACKAGE_FIELDS = 7;

export interface PackageRows {
  readonly packages: readonly InstalledPackage[];
  readonly records: readonly InstallRecord[];
}

/** Reads the section `packages` of an inventory or a bill of materials. */
export function parsePackages(text: string, scheme: VersionScheme, problems: ProblemList): PackageRows {
  const { rows, unreadable } = readRows(text, PACKAGE_FIELDS);
  for (const line of unreadable) problems.unreadable('packages', line);
  const packages = new Map<string, InstalledPackage>();
  const copies: InstalledPackage[] = [];
  const records: InstallRecord[] = [];
  for (const { fields, line } of rows) {
    const [name = '', arch = '', version = '', source = '', sourceVersion = '', held, installedAt = ''] =
      fields;
    const pkg = { name, arch, version, source, sourceVersion, held: held === 'held' };
    const key = `${name}:${arch}`;
    const before = packages.get(key);
    if (isPurl(name)) copies.push(pkg);
    else packages.set(key, before ? oneOf(before, pkg, scheme, problems) : pkg);
    if (installedAt === '') continue;
    const at = Date.parse(installedAt);
    if (Number.isNaN(at)) problems.unreadable('packages', line);
    else records.push({ name, arch, version, at });
  }
  return { packages: [...packages.values(), ...numberCopies(copies)], records };
}

/**
 * Of a package installed in several versions the oldest counts, because it is the one that lacks a patch. Kernels
 * stay installed beside each other by design: there the newest counts, and the running one says what is in use.
 */
function oneOf(
  a: InstalledPackage,
  b: InstalledPackage,
  scheme: VersionScheme,
  problems: ProblemList,
): InstalledPackage {
  const sign = compareSign(scheme, a.version, b.version);
  if (sign === null) problems.add('packages', 'unreadable', `two versions of ${a.name} cannot be compared`);
  const isLater = sign === -1;
  return isLater === isInstalledBeside(a.name) ? b : a;
}

/** `kernel-modules`, `kernel-devel` and the like come with each kernel. */
function isInstalledBeside(name: string): boolean {
  return isKernelPackage(name) || name.startsWith('kernel-');
}

/**
 * Language packages are in use in several versions beside each other, and a fix may exist for each line of versions:
 * every version counts. The second is told from the first by a number behind the architecture, lowest version first.
 */
function numberCopies(copies: readonly InstalledPackage[]): InstalledPackage[] {
  const groups = Map.groupBy(copies, ({ name, arch }) => `${name}:${arch}`);
  return [...groups.values()].flatMap((group) => {
    const versions = new Map(group.map((pkg) => [pkg.version, pkg]));
    return [...versions.values()]
      .sort(byVersion)
      .map((pkg, index) => (index === 0 ? pkg : { ...pkg, arch: `${pkg.arch}-${index + 1}` }));
  });
}

function byVersion(a: InstalledPackage, b: InstalledPackage): number {
  const sign = compareSign(schemeOfProduct(a.name, 'semver'), a.version, b.version) ?? 0;
  return sign || (a.version < b.version ? -1 : 1);
}
