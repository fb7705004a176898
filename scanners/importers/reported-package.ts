import type { ReportedProduct } from '#core/advisory/reported-flaw.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { chooseFixed, isSystemScheme, versionList } from './ecosystem-scheme.ts';
import { purlKey, readPurl } from './package-url.ts';
import { productOf } from './report-flaw.ts';
import { vendorFixes } from './report-identifiers.ts';

/** What a scanner of images, lock files or SBOMs says of the package that a flaw is in. */
export interface PackageParts {
  readonly name: string;
  /** Package type in the tool's own word, for a purl where the tool gives none. */
  readonly type: string | null;
  readonly purl: string | null;
  readonly installed: string | null;
  /** One text or several; `1.2.3, 2.0.1` counts as two. */
  readonly fixed: string | readonly string[] | null;
  readonly scheme: VersionScheme | null;
  readonly arch?: string | null;
  /** Name and version of the package's source, where the tool tells them. */
  readonly source?: { readonly name: string; readonly version: string | null } | null;
}

export interface ReportedPackage {
  readonly product: ReportedProduct | null;
  readonly remedy: string | null;
}

/**
 * System packages are keyed by source (deb, apk: that is what their vendors fix) or binary name, packages of
 * languages by purl, all else by the name shown.
 */
export function reportedPackage(parts: PackageParts): ReportedPackage {
  const purl = readPurl(parts.purl);
  const scheme = parts.scheme ?? purl?.scheme ?? null;
  const { name, keyedBy, version } = keyOf(parts, scheme, purl?.key ?? null);
  const installed = version ?? parts.installed ?? purl?.version ?? null;
  const candidates =
    typeof parts.fixed === 'string' ? versionList(parts.fixed) : (parts.fixed ?? []).flatMap(versionList);
  const { fixed, remedy } = chooseFixed(installed, candidates, scheme);
  const arch = parts.arch ?? purl?.arch ?? null;
  return { product: productOf({ name, keyedBy, arch, installed, fixed, scheme }), remedy };
}

interface ProductKey extends Pick<ReportedProduct, 'name' | 'keyedBy'> {
  /** Version of the source where that is what is named. */
  readonly version: string | null;
}

function keyOf(parts: PackageParts, scheme: VersionScheme | null, purl: string | null): ProductKey {
  if (isSystemScheme(scheme)) {
    const source = scheme === 'rpm' ? null : (parts.source ?? null);
    if (source === null) return { name: parts.name, keyedBy: 'binary', version: null };
    return { name: source.name, keyedBy: 'source', version: source.version };
  }
  const key = purl ?? purlKey(parts.type, parts.name);
  return key === null
    ? { name: parts.name, keyedBy: 'product', version: null }
    : { name: key, keyedBy: 'purl', version: null };
}

/**
 * Ids of fixes among the ids of a flaw. A GHSA is the advisory of a language's package; of a system's package it
 * is another name of the flaw, for its vendor publishes fixes of its own.
 */
export function fixIds(ids: readonly string[], product: ReportedProduct | null): string[] {
  const fixes = ids.flatMap(vendorFixes);
  if (product === null || product.fixed === null || product.keyedBy !== 'purl') return fixes;
  return [...fixes, ...ids.filter((id) => /^GHSA(?:-[0-9a-z]{4}){3}$/.test(id))];
}

/** Evidence as lines `name: value`; what is not known is left out. */
export function evidenceLines(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

/** Texts that say something, as one remedy; null when there is none. */
export function remedyOf(...texts: readonly (string | null | undefined)[]): string | null {
  const said = texts.filter(
    (text) => text !== null && text !== undefined && !/^(?:none provided)?$/i.test(text),
  );
  return said.length === 0 ? null : said.join('\n');
}
