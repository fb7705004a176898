import type { InstalledPackage } from '../inventory/observation.ts';
import type { VersionScheme } from '../version/compare.ts';
import { readPlatform } from './platform.ts';
import { isPurl } from './purl-scheme.ts';

const schemes: Readonly<Record<string, VersionScheme>> = {
  debian: 'deb',
  ubuntu: 'deb',
  alpine: 'apk',
  arch: 'pacman',
  freebsd: 'freebsd',
  windows: 'windows',
};

/** How the versions of a platform's own packages are ordered. */
export function schemeOf(platform: string | null): VersionScheme {
  return (platform === null ? undefined : schemes[readPlatform(platform).ecosystem]) ?? 'rpm';
}

/**
 * Kernels stay installed beside newer ones, each as a package of its own name, so that a version below the fixed one
 * says nothing: the package that brings the newest one is judged by the host's own index. Alpine's `linux-pam` is no part
 * of one.
 */
export const isKernelPart = (name: string): boolean =>
  /^(?:linux(?!-pam(?:-|$))|kernel)-|^kernel$/.test(name);

const comparedByItself: readonly VersionScheme[] = ['rpm', 'windows'];

/** False for a binary whose version is not that of its source, but for rebuilds (+b1): feeds name those of sources. */
export function isNamedByFeeds(platform: string | null, pkg: InstalledPackage): boolean {
  if (isPurl(pkg.name) || comparedByItself.includes(schemeOf(platform))) return true;
  return pkg.version.replace(/\+b\d+$/, '') === pkg.sourceVersion;
}
