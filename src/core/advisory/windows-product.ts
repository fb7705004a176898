import type { InstalledPackage, OperatingSystem } from '../inventory/observation.ts';

/** How Microsoft's security data names the systems of a build (learn.microsoft.com, Windows release health). */
const systems: Readonly<Record<string, { readonly client?: string; readonly server?: string }>> = {
  '6003': { server: 'windows server 2008 for x64-based systems service pack 2' },
  '7601': {
    client: 'windows 7',
    server: 'windows server 2008 r2 for x64-based systems service pack 1',
  },
  '9200': { server: 'windows server 2012' },
  '9600': { client: 'windows 8.1', server: 'windows server 2012 r2' },
  '10240': { client: 'windows 10' },
  '14393': { client: 'windows 10 version 1607', server: 'windows server 2016' },
  '17763': { client: 'windows 10 version 1809', server: 'windows server 2019' },
  '19044': { client: 'windows 10 version 21h2' },
  '19045': { client: 'windows 10 version 22h2' },
  '20348': { server: 'windows server 2022' },
  '22000': { client: 'windows 11 version 21h2' },
  '22621': { client: 'windows 11 version 22h2' },
  '22631': { client: 'windows 11 version 23h2' },
  '25398': { server: 'windows server 2022, 23h2 edition (server core installation)' },
  '26100': { client: 'windows 11 version 24h2', server: 'windows server 2025' },
  '26200': { client: 'windows 11 version 25h2' },
};

const wide = /^(?:x64|x86_64|amd64|64-bit)$/i;
const narrow = /^(?:x86|i[3-6]86|32-bit)$/i;
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    wide,
    [
      ' for x64-based systems',
      ' for 64-bit systems',
      ' for 64-bit editions',
      ' (64-bit edition)',
      ' (64-bit editions)',
    ],
  ],
  [narrow, [' for 32-bit systems', ' for 32-bit editions', ' (32-bit edition)', ' (32-bit editions)']],
  [/^(?:arm64|aarch64)$/i, [' for arm64-based systems', ' for arm64-based editions']],
];

export interface WindowsPackage {
  readonly name: string;
  readonly arch: string;
  readonly version: string;
}

const endingsOf = (arch: string): readonly string[] =>
  ENDINGS.find(([pattern]) => pattern.test(arch))?.[1] ?? [];

/** `10.0.20348.2527` and `20348.2527` → `20348`. */
function buildOf(version: string): string | null {
  const numbers = version.split('.');
  return (numbers.length === 2 ? numbers[0] : numbers[2]) ?? null;
}

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[®™]/g, '')
    .replace(/^microsoft (?=windows\b)/, '')
    .trim();

const isSystemName = (name: string): boolean => /^windows (?:server|7|8|10|11)\b/.test(plainName(name));

/**
 * The system as Microsoft's data names it, in small letters: by its build, since a name such as "Windows 11 Enterprise"
 * does not say which release it is. Fixed builds are the same for all architectures; one that is not known counts as x64.
 */
function systemNames({ name, arch, version }: WindowsPackage): string[] {
  const plain = plainName(name);
  const { client, server } = systems[buildOf(version) ?? ''] ?? {};
  if (plain.startsWith('windows server')) {
    const isCore = /\bcore\b/.test(plain);
    const base = server ?? plain.replace(/ (?:standard|datacenter|essentials|foundation)\b.*$/, '');
    return isCore && !base.includes('core') ? [`${base} (server core installation)`] : [base];
  }
  const [ending = ' for x64-based systems'] = endingsOf(arch);
  return client === undefined ? [] : [`${client}${ending}`];
}

/**
 * The names under which Microsoft's data may speak of an installed product, in small letters.
 * @param system as `systemOf` names it; products that come with it are listed per system
 * @example windowsNames({ name: 'Windows 11', arch: 'x64', version: '10.0.22631.4317' }, null)[1]
 * // 'windows 11 version 23h2 for x64-based systems'
 */
export function windowsNames(pkg: WindowsPackage, system: string | null): string[] {
  if (isSystemName(pkg.name)) return unique([plainName(pkg.name), ...systemNames(pkg)]);
  const given = plainName(pkg.name);
  const [, dotnet] = /^(?:microsoft )?\.net (?:core |desktop |runtime |sdk )*(\d+\.\d+)/.exec(given) ?? [];
  const [, framework] = /^(?:microsoft )?\.net framework (\d[\d.]*)/.exec(given) ?? [];
  const bare = given.replace(/^microsoft /, '');
  const names = [given, bare, `microsoft ${bare}`];
  if (dotnet !== undefined) names.push(`.net ${dotnet}`, `.net ${dotnet} installed on windows`);
  if (framework !== undefined) names.push(`microsoft .net framework 3.5 and ${framework}`);
  const endings = endingsOf(pkg.arch);
  return unique([
    ...names,
    ...names.flatMap((name) => endings.map((ending) => `${name}${ending}`)),
    ...(system === null
      ? []
      : names.flatMap((name) => [`${name} on ${system}`, `${name} installed on ${system}`])),
  ]);
}

/** The system of a Windows host by the package that is it; null where none is listed. */
export function windowsSystem(packages: readonly InstalledPackage[]): string | null {
  const system = packages.find(({ name }) => isSystemName(name));
  return system === undefined ? null : (systemNames(system)[0] ?? null);
}

/** Name and build of the system (`20348`), by the package that is it, else by the version that the inventory tells. */
export function windowsBuild(
  packages: readonly InstalledPackage[],
  versionId: string | null,
): { readonly name: string | null; readonly build: string | null } {
  const system = packages.find(({ name }) => isSystemName(name));
  if (system !== undefined) return { name: system.name, build: buildOf(system.version) };
  const [, build = null] = /^(?:\d{1,2}\.\d\.)?(\d{4,5})(?:\.\d+)?$/.exec(versionId ?? '') ?? [];
  // A year is no build: `2022`.
  return { name: null, build: build !== null && build.length === 4 && /^20/.test(build) ? null : build };
}

const BUILD = /^(?:\d{1,2}\.\d\.)?(\d{4,5})\.(\d+)$/;

/**
 * The system as a package, for inventories that tell build and revision of the system alone: `20348.2527` is
 * 10.0.20348.2527 from Windows 10 on. null where the packages name it, or where no revision is told.
 */
export function systemPackage(
  os: OperatingSystem,
  packages: readonly InstalledPackage[],
): InstalledPackage | null {
  const text = os.versionId ?? '';
  const [, build] = BUILD.exec(text) ?? [];
  if (build === undefined || packages.some(({ name }) => isSystemName(name))) return null;
  const isBare = /^\d{4,5}\.\d+$/.test(text);
  if (isBare && Number(build) < 10_240) return null;
  const version = isBare ? `10.0.${text}` : text;
  const name = os.prettyName;
  const arch = packages[0]?.arch ?? 'x64';
  return { name, arch, version, source: name, sourceVersion: version, held: false };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
