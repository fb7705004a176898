import { isPurl, schemeOfPurlType } from '#core/advisory/purl-scheme.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { isSystemScheme } from '../importers/ecosystem-scheme.ts';
import { readPurl } from '../importers/package-url.ts';
import type { PurlPackage } from '../importers/package-url.ts';
import type { InventoryPackage } from '../inventory/inventory-document.ts';
import type { BillComponent } from './bill.ts';
import { distributionOf } from './distribution-of.ts';
import type { Distribution } from './distribution-of.ts';

/** Components that no feed can judge, with why. */
export interface LeftOut {
  readonly reason: string;
  readonly n: number;
}

export interface BillPackages {
  readonly packages: readonly InventoryPackage[];
  readonly os: Distribution | null;
  /** How versions of the system's packages are ordered; null = there are none. */
  readonly scheme: VersionScheme | null;
  readonly left: readonly LeftOut[];
}

const MAX_PACKAGES = 100_000;
const MAX_NAME = 300;
const MAX_VERSION = 200;
/** What stands between the fields and lines of a list. */
const SEPARATOR = /[\t\n\r\x1c-\x1f]/;

interface SystemPackage {
  readonly row: InventoryPackage;
  readonly scheme: VersionScheme;
  /** null = the purl does not say. */
  readonly distribution: Distribution | null;
}

/**
 * What a bill lists as installed packages: those of languages by their purl, those of a distribution by name,
 * architecture and source. A bill is of one release: packages of another are left out and counted.
 */
export function billPackages(components: readonly BillComponent[]): BillPackages {
  const left = new Map<string, number>();
  const leave = (reason: string, n = 1) => void left.set(reason, (left.get(reason) ?? 0) + n);
  const languages: InventoryPackage[] = [];
  const systems: SystemPackage[] = [];
  let named: Distribution | null = null;
  for (const component of components) {
    if (component.type === 'operating-system') named ??= distributionOf(component.name, component.version);
    const read = readComponent(component);
    if (read === null) continue;
    if (typeof read === 'string') leave(read);
    else if ('row' in read) systems.push(read);
    else languages.push(read);
  }
  const os = mostNamed(systems) ?? named;
  const own = systems.filter(({ distribution }) => distribution === null || distribution.key === os?.key);
  if (own.length < systems.length) leave('of another release', systems.length - own.length);
  const rows = unique([...own.map(({ row }) => row), ...languages]);
  if (rows.length > MAX_PACKAGES) leave(`beyond the first ${MAX_PACKAGES}`, rows.length - MAX_PACKAGES);
  return {
    packages: rows.slice(0, MAX_PACKAGES),
    os,
    scheme: own[0]?.scheme ?? null,
    left: [...left].map(([reason, n]) => ({ reason, n })),
  };
}

/** A text says why it is none that can be judged; null = it is no package at all. */
function readComponent(component: BillComponent): InventoryPackage | SystemPackage | string | null {
  const { type } = component;
  if (type === 'operating-system' || type === 'file' || type === 'container') return null;
  const purl = readPurl(component.purl);
  if (purl === null) return 'without a package URL';
  const version = purl.version ?? component.version;
  if (version === null) return 'without a version';
  const isLong = purl.key.length > MAX_NAME || version.length > MAX_VERSION;
  if (isLong || SEPARATOR.test(`${purl.name}${version}`)) return 'with an unreadable name';
  if (purl.scheme !== null && isSystemScheme(purl.scheme)) {
    const upstream = purl.qualifiers['upstream'] ?? component.upstream ?? '';
    return systemPackage({ purl, upstream, bare: version, scheme: purl.scheme });
  }
  if (schemeOfPurlType(purl.type) === null) return `of a type that no feed speaks of (${purl.type})`;
  return { name: purl.key, arch: 'any', version };
}

interface SystemPart {
  readonly purl: PurlPackage;
  readonly upstream: string;
  readonly bare: string;
  readonly scheme: VersionScheme;
}

function systemPackage({ purl, upstream, bare, scheme }: SystemPart): SystemPackage {
  const { name, arch, qualifiers, namespace } = purl;
  const epoch = qualifiers['epoch'] ?? '';
  const version = /^[1-9]\d*$/.test(epoch) && !bare.includes(':') ? `${epoch}:${bare}` : bare;
  const { source, sourceVersion } = sourceOf(upstream, { name, version, scheme });
  const known = arch !== null && /^[A-Za-z0-9_.-]{1,40}$/.test(arch) ? arch : 'unknown';
  return {
    row: { name, arch: known, version, source, sourceVersion },
    scheme,
    distribution: distributionOf(qualifiers['distro'] ?? null, null, namespace),
  };
}

/** `openssl`, `openssl@3.0.11-1` or `openssl-3.0.7-27.el9.src.rpm`, as tools write it; else the package itself. */
function sourceOf(
  upstream: string,
  own: { readonly name: string; readonly version: string; readonly scheme: VersionScheme },
): { readonly source: string; readonly sourceVersion: string } {
  const rebuilt = own.scheme === 'deb' ? own.version.replace(/\+b\d+$/, '') : own.version;
  const [, rpm] = /^(.+)-[^-]+-[^-]+\.src\.rpm$/.exec(upstream) ?? [];
  if (rpm !== undefined) return { source: rpm, sourceVersion: own.version };
  const [name = '', version] = upstream.split('@');
  if (name === '' || name.length > MAX_NAME || SEPARATOR.test(upstream) || isPurl(name))
    return { source: own.name, sourceVersion: rebuilt };
  return { source: name, sourceVersion: version ?? rebuilt };
}

function mostNamed(systems: readonly SystemPackage[]): Distribution | null {
  const counts = new Map<string, { readonly distribution: Distribution; n: number }>();
  for (const { distribution } of systems) {
    if (distribution === null) continue;
    const known = counts.get(distribution.key);
    if (known) known.n += 1;
    else counts.set(distribution.key, { distribution, n: 1 });
  }
  const order = [...counts.values()].sort(
    (a, b) => b.n - a.n || (a.distribution.key < b.distribution.key ? -1 : 1),
  );
  return order[0]?.distribution ?? null;
}

/** Each package once, in one order, so that the same list has the same bytes however its tool sorts it. */
function unique(rows: readonly InventoryPackage[]): InventoryPackage[] {
  const byText = new Map(rows.map((row) => [[row.name, row.arch, row.version].join('\t'), row]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
