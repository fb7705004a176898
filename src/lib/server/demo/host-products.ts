import { linuxCatalogue } from './linux-catalogue.ts';
import type { LinuxRelease, LinuxSource } from './linux-catalogue.ts';
import { distributions, packagesOf, productOf, versionAt } from './linux-releases.ts';
import type { Random } from './random.ts';
import type { DemoAdvisory, FixedProduct } from './simulate-advisories.ts';
import type { DemoHost } from './simulate-estate.ts';
import { windowsProducts, windowsSystems, windowsVersion } from './windows-catalogue.ts';
import type { WindowsProduct, WindowsRelease } from './windows-catalogue.ts';

export interface HostFix extends FixedProduct {
  readonly advisory: DemoAdvisory;
}

/** One product on a host, with all updates it will ever get. */
export interface HostProduct {
  readonly product: string;
  readonly packages: readonly string[];
  readonly arch: string;
  readonly isKernel: boolean;
  /** In the order of their release: the fix at index n leads to step n + 1. */
  readonly fixes: readonly HostFix[];
  readonly versionAt: (step: number) => string;
}

type Fixes = ReadonlyMap<string, readonly HostFix[]>;

/** Not every host has every package of the base system. */
const BASE_SHARE = 0.72;
const ROLE_SHARE = 0.9;
const ALWAYS = [
  'linux',
  'openssl',
  'glibc',
  'curl',
  'sudo',
  'systemd',
  'openssh',
  'libxml2',
  'python3',
  'apt',
  'dpkg',
];

/** The products that stand on a host from its first day. */
export function productsOfHost(host: DemoHost, fixes: Fixes, random: Random): HostProduct[] {
  const { release } = host;
  if (release === null) return [];
  return isWindows(release)
    ? windowsProductsOf(host, { release, fixes }, random)
    : linuxProductsOf(host, { release, fixes }, random);
}

export function isWindows(release: LinuxRelease | WindowsRelease): release is WindowsRelease {
  return release.startsWith('windows-');
}

interface On<R> {
  readonly release: R;
  readonly fixes: Fixes;
}

function linuxProductsOf(
  { kind }: DemoHost,
  { release, fixes }: On<LinuxRelease>,
  random: Random,
): HostProduct[] {
  const has = (source: LinuxSource) => {
    const isThere = random.chance(source.roles.includes('base') ? BASE_SHARE : ROLE_SHARE);
    if (source.versions[release] === undefined || packagesOf(source, release).length === 0) return false;
    if (ALWAYS.includes(source.source)) return true;
    return isThere && source.roles.some((role) => role === 'base' || kind.roles.includes(role));
  };
  const arch = distributions[release].family === 'deb' ? 'amd64' : 'x86_64';
  return linuxCatalogue.filter(has).map((source) => {
    const product = productOf(source, release);
    return {
      product,
      packages: packagesOf(source, release),
      arch,
      isKernel: source.source === 'linux',
      fixes: fixes.get(`${release} ${product}`) ?? [],
      versionAt: (step) => versionAt(source, release, step),
    };
  });
}

function windowsProductsOf(
  { kind }: DemoHost,
  { release, fixes }: On<WindowsRelease>,
  random: Random,
): HostProduct[] {
  const wanted = kind.windows === 'workplace' ? ['workplace'] : ['server', kind.windows];
  const chosen = windowsProducts.filter(
    (one) => random.chance(0.88) && one.on.some((on) => wanted.includes(on)),
  );
  const system = windowsSystems[release];
  const of = (one: WindowsProduct, key: string): HostProduct => ({
    product: one.product,
    packages: [one.product],
    arch: 'x64',
    isKernel: false,
    fixes: fixes.get(`${key} ${one.product}`) ?? [],
    versionAt: (step) => windowsVersion(one, step),
  });
  return [of(system, release), ...chosen.map((one) => of(one, 'windows'))];
}
