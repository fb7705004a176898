import type { Statement } from '#core/advisory/feed-item.ts';
import { compareSign, type VersionScheme } from '#core/version/compare.ts';

/** What a feed knows of a statement; what it leaves out is null. */
export type Claim = Pick<
  Statement,
  'ecosystem' | 'release' | 'product' | 'keyedBy' | 'vulnerability' | 'status' | 'scheme' | 'at'
> &
  Partial<Statement>;

const MAX_VERSION = 200;

/** A whole statement of what a feed claims: every architecture, no module, the release's own archive unless said. */
export function statementOf(claim: Claim): Statement {
  return {
    kind: 'statement',
    ecosystem: claim.ecosystem,
    release: claim.release,
    product: claim.product,
    keyedBy: claim.keyedBy,
    arch: claim.arch ?? null,
    module: claim.module ?? null,
    repository: claim.repository ?? null,
    vulnerability: claim.vulnerability,
    advisory: claim.advisory ?? null,
    status: claim.status,
    fixed: claim.fixed ?? null,
    introduced: claim.introduced ?? null,
    scheme: claim.scheme,
    note: claim.note ?? null,
    at: claim.at,
  };
}

/** True for a version that the scheme can order: any other must not get into a statement. */
export function isVersionOf(scheme: VersionScheme, text: string): boolean {
  return text.length <= MAX_VERSION && compareSign(scheme, text, text) === 0;
}

/** Names of source and binary packages (Debian Policy §5.6.1). */
export function isDebianPackage(text: string): boolean {
  return /^[a-z0-9][a-z0-9+.-]{0,199}$/.test(text);
}

/** Names of packages elsewhere: Alpine, Arch, FreeBSD. */
export function isPackageName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9@+._-]{0,199}$/.test(text);
}

/** Names of releases and archives as vendors write them. */
export function isReleaseName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text);
}
