import { compareSign, type VersionScheme } from '#core/version/compare.ts';

const schemeOfName: ReadonlyMap<string, VersionScheme> = new Map([
  ...named('deb', 'deb dpkg debian ubuntu'),
  ...named(
    'rpm',
    'rpm redhat rhel centos rocky alma almalinux fedora amazon oracle suse opensuse sles photon',
  ),
  ...named('rpm', 'cbl-mariner mariner azurelinux'),
  ...named('apk', 'apk alpine wolfi chainguard'),
  ...named('pacman', 'alpm arch pacman'),
  ...named('freebsd', 'freebsd'),
  ...named(
    'semver',
    'npm node nodejs node-pkg nodepkg javascript yarn pnpm bun cargo rust rust-binary rustbinary',
  ),
  ...named('semver', 'rust-crate crates.io hex pub swift'),
  ...named('pep440', 'pypi pip python python-pkg pythonpkg pipenv poetry uv'),
  ...named('maven', 'maven java jar java-archive gradle pom'),
  ...named('gem', 'gem ruby rubygems bundler gemspec'),
  ...named('nuget', 'nuget dotnet dotnet-core dot-net .net c#'),
  ...named('go', 'golang go gomod gobinary go-module'),
  ['red hat', 'rpm'],
  ['rocky linux', 'rpm'],
]);

function named(scheme: VersionScheme, names: string): [string, VersionScheme][] {
  return names.split(' ').map((name) => [name, scheme]);
}

/** Version order of a package type as scanners, ecosystems and purls name it; null = not known, or not ordered here. */
export function schemeOfType(type: string | null): VersionScheme | null {
  return schemeOfName.get((type ?? '').trim().toLowerCase().split(':')[0] ?? '') ?? null;
}

const families: readonly (readonly [RegExp, VersionScheme])[] = [
  [/^(?:debian|ubuntu|raspbian|linux ?mint|kali)/, 'deb'],
  [/^(?:alpine|wolfi|chainguard)/, 'apk'],
  [/^arch/, 'pacman'],
  [/^freebsd/, 'freebsd'],
  [/^(?:red ?hat|rhel|centos|rocky|alma|fedora|amazon|amzn|oracle|ol\b)/, 'rpm'],
  [/^(?:suse|sles|opensuse|photon|cbl-mariner|mariner|azure ?linux)/, 'rpm'],
];

/**
 * Version order of a system's own packages by the system's name as scanners write it.
 * @example schemeOfSystem('Debian GNU/Linux 9 (stretch)') // 'deb'; also 'DEBIAN_11', 'alpine-3.11.5', 'centos:7'
 */
export function schemeOfSystem(name: string | null): VersionScheme | null {
  const text = (name ?? '').trim().toLowerCase().replaceAll('_', ' ');
  return families.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** True for the packages of a system, false for those of a language. */
export function isSystemScheme(scheme: VersionScheme | null): boolean {
  return scheme !== null && ['deb', 'rpm', 'apk', 'pacman', 'freebsd', 'windows'].includes(scheme);
}

/** Texts of tools for "no version": they name none. */
const noVersion = /^(?:|none|n\/?a|null|unknown|not ?available|-)$/i;

/** A list of versions as tools write it: `11.0.14, 10.1.49, 9.0.112`. */
export function versionList(text: string | null): string[] {
  return (text ?? '')
    .split(/\s*[,;]\s*|\s+\|\|\s+/)
    .map((version) => version.trim())
    .filter((version) => !noVersion.test(version));
}

/** The fixed version that counts for what is installed. */
export interface FixedChoice {
  readonly fixed: string | null;
  /** The other lines of the product, or what could not be decided. */
  readonly remedy: string | null;
}

/**
 * Tools list one fixed version per line of a product. The lowest above the installed one is the one that counts;
 * where the order is not known nothing is chosen, and the remedy names all.
 */
export function chooseFixed(
  installed: string | null,
  candidates: readonly string[],
  scheme: VersionScheme | null,
): FixedChoice {
  const [first, ...others] = [...new Set(candidates)];
  if (first === undefined) return { fixed: null, remedy: null };
  if (others.length === 0) return { fixed: first, remedy: null };
  const remedy = `Fixed in ${[first, ...others].join(', ')}.`;
  if (installed === null || scheme === null) return { fixed: null, remedy };
  return { fixed: lowestAbove(installed, [first, ...others], scheme), remedy };
}

function lowestAbove(installed: string, candidates: readonly string[], scheme: VersionScheme): string | null {
  let lowest: string | null = null;
  for (const candidate of candidates) {
    const above = compareSign(scheme, candidate, installed);
    if (above === null) return null;
    if (above <= 0) continue;
    const below = lowest === null ? -1 : compareSign(scheme, candidate, lowest);
    if (below === null) return null;
    if (below < 0) lowest = candidate;
  }
  return lowest;
}

/** `1:2.3-4` from the parts that package databases keep apart; epoch 0 is not written. */
export function packageVersion(parts: {
  readonly epoch: string | null;
  readonly version: string | null;
  readonly release: string | null;
}): string | null {
  if (parts.version === null) return null;
  const epoch = parts.epoch === null || /^0*$/.test(parts.epoch) ? '' : `${parts.epoch}:`;
  return `${epoch}${parts.version}${parts.release === null ? '' : `-${parts.release}`}`;
}
