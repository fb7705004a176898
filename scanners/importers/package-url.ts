import { PackageURL } from 'packageurl-js';
import type { VersionScheme } from '#core/version/compare.ts';
import { isSystemScheme, schemeOfType } from './ecosystem-scheme.ts';

/** A package as its purl names it. */
export interface PurlPackage {
  /** Without version, qualifiers and path: `pkg:npm/%40scope/name`. */
  readonly key: string;
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly arch: string | null;
  readonly qualifiers: Readonly<Record<string, string>>;
  /** Digest of an image (`pkg:oci/…@sha256:…`), else null. */
  readonly digest: string | null;
  readonly scheme: VersionScheme | null;
}

const MAX_CHARACTERS = 2000;

/** Reads a purl; null for text that is none. */
export function readPurl(text: string | null): PurlPackage | null {
  if (text === null || text.length > MAX_CHARACTERS || !/^pkg:/i.test(text)) return null;
  let purl: PackageURL;
  try {
    purl = PackageURL.fromString(text);
  } catch {
    return null;
  }
  const version = purl.version ?? null;
  const scheme = schemeOfType(purl.type);
  return {
    key: new PackageURL(purl.type, purl.namespace, purl.name).toString(),
    type: purl.type,
    namespace: purl.namespace ?? null,
    // The namespace of a system's package is its distribution, no part of the name.
    name:
      purl.namespace === undefined || isSystemScheme(scheme) ? purl.name : `${purl.namespace}/${purl.name}`,
    version,
    arch: purl.qualifiers?.['arch'] ?? null,
    qualifiers: purl.qualifiers ?? {},
    digest: version !== null && /^sha\d{3}:[0-9a-f]+$/i.test(version) ? version.toLowerCase() : null,
    scheme,
  };
}

const purlTypes: ReadonlyMap<string, string> = new Map([
  ['semver', 'npm'],
  ['pep440', 'pypi'],
  ['maven', 'maven'],
  ['gem', 'gem'],
  ['go', 'golang'],
  ['nuget', 'nuget'],
]);
const semverTypes: ReadonlyMap<string, string> = new Map([
  ['cargo', 'cargo'],
  ['rust', 'cargo'],
  ['rust-binary', 'cargo'],
  ['rustbinary', 'cargo'],
  ['rust-crate', 'cargo'],
  ['crates.io', 'cargo'],
  ['hex', 'hex'],
  ['pub', 'pub'],
  ['swift', 'swift'],
]);

/**
 * The key of a language's package by the tool's word for its type; null for types that have no purl here.
 * @example purlKey('JAR', 'org.apache.tomcat:tomcat-catalina') // 'pkg:maven/org.apache.tomcat/tomcat-catalina'
 */
export function purlKey(type: string | null, name: string): string | null {
  const word = (type ?? '').trim().toLowerCase();
  const purlType = semverTypes.get(word) ?? purlTypes.get(schemeOfType(word) ?? '') ?? otherType(word);
  if (purlType === null || name === '' || name.length > MAX_CHARACTERS) return null;
  const parts = name.split(purlType === 'maven' ? /[:/]/ : '/');
  const last = parts.pop() ?? '';
  try {
    return new PackageURL(purlType, parts.length === 0 ? null : parts.join('/'), last).toString();
  } catch {
    return null;
  }
}

function otherType(word: string): string | null {
  return /^(?:composer|packagist|php|php-composer)$/.test(word) ? 'composer' : null;
}
