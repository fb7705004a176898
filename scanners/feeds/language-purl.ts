import { PackageURL } from 'packageurl-js';
import { schemeOfPurlType } from '#core/advisory/purl-scheme.ts';
import type { VersionScheme } from '#core/version/compare.ts';

interface Language {
  /** Type of the purl (purl-spec, PURL-TYPES). */
  readonly type: string;
  /** Where the name holds the namespace, and what parts them. */
  readonly namespace?: { readonly end: string; readonly at: 'first' | 'last' };
}

/** OSV ecosystems of language packages whose versions can be ordered. */
const LANGUAGES = new Map<string, Language>([
  ['npm', { type: 'npm', namespace: { end: '/', at: 'first' } }],
  ['PyPI', { type: 'pypi' }],
  ['Go', { type: 'golang', namespace: { end: '/', at: 'last' } }],
  ['Maven', { type: 'maven', namespace: { end: ':', at: 'first' } }],
  ['RubyGems', { type: 'gem' }],
  ['crates.io', { type: 'cargo' }],
  ['NuGet', { type: 'nuget' }],
  ['Packagist', { type: 'composer', namespace: { end: '/', at: 'first' } }],
  ['Hex', { type: 'hex' }],
  ['Pub', { type: 'pub' }],
  ['SwiftURL', { type: 'swift', namespace: { end: '/', at: 'last' } }],
]);

export interface LanguageProduct {
  /** Without a version: `pkg:npm/%40scope/name`. */
  readonly purl: string;
  readonly scheme: VersionScheme;
}

/**
 * The purl of a package that OSV names; null for an ecosystem without versions that can be ordered, and for a name
 * that is none there. Ecosystems may carry a repository behind a colon (`Maven:https://…`).
 */
export function languageProduct(ecosystem: string, name: string): LanguageProduct | null {
  const language = LANGUAGES.get(ecosystem.split(':')[0] ?? '');
  if (language === undefined || name.length > 300) return null;
  const { type, namespace } = language;
  const scheme = schemeOfPurlType(type);
  if (scheme === null) return null;
  const plain = type === 'swift' ? name.replace(/^https?:\/\//, '').replace(/\.git$/, '') : name;
  const [space, local] = namespace === undefined ? [undefined, plain] : parted(plain, namespace);
  try {
    return { purl: new PackageURL(type, space, local, undefined, undefined, undefined).toString(), scheme };
  } catch {
    return null;
  }
}

function parted(
  name: string,
  { end, at }: { readonly end: string; readonly at: 'first' | 'last' },
): readonly [string | undefined, string] {
  const cut = at === 'first' ? name.indexOf(end) : name.lastIndexOf(end);
  return cut < 0 ? [undefined, name] : [name.slice(0, cut), name.slice(cut + 1)];
}
