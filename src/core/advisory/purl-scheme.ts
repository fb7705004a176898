import type { VersionScheme } from '../version/compare.ts';

/**
 * How versions of language packages are ordered, by the type of their purl. crates.io, Packagist, Hex, Pub and Swift are
 * SemVer by convention: what is no semantic version there is not comparable.
 */
const schemes: Readonly<Record<string, VersionScheme>> = {
  npm: 'semver',
  pypi: 'pep440',
  golang: 'go',
  maven: 'maven',
  gem: 'gem',
  cargo: 'semver',
  nuget: 'nuget',
  composer: 'semver',
  hex: 'semver',
  pub: 'semver',
  swift: 'semver',
};

/** The order of versions of a purl's type; null = no feed speaks of such packages. */
export function schemeOfPurlType(type: string): VersionScheme | null {
  return Object.hasOwn(schemes, type) ? (schemes[type] ?? null) : null;
}

/** True for a package that is named by its purl, `pkg:npm/lodash`. */
export function isPurl(name: string): boolean {
  return name.startsWith('pkg:');
}

/** The part of a purl that says whose package it is: `pkg:npm` of `pkg:npm/lodash`. */
export function purlTypeOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}

/** The order of versions of a product: its own where a purl names it, else that of the asset's system. */
export function schemeOfProduct(product: string, system: VersionScheme): VersionScheme {
  const [, type] = /^pkg:([a-z]+)\//.exec(product) ?? [];
  return type === undefined ? system : (schemeOfPurlType(type) ?? system);
}
