import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import type { HostParts } from './report-flaw.ts';
import { readPurl } from './package-url.ts';
import { reportedPackage, type ReportedPackage } from './reported-package.ts';

/** A product that a VEX statement speaks of. */
export interface VexProduct {
  readonly id: string;
  readonly name: string | null;
  readonly version: string | null;
  readonly purl: string | null;
}

/**
 * The thing of a statement. Nothing was scanned: it is never complete, so that what it does not name stays open.
 */
export function statedHost(product: VexProduct): HostParts {
  const purl = readPurl(product.purl ?? product.id);
  const isImage = purl?.type === 'oci' || purl?.type === 'docker';
  return {
    key: product.id,
    kind: isImage ? 'image' : 'repository',
    name: product.name ?? purl?.name ?? product.id,
    cloudId: purl?.digest ?? null,
    credentialed: null,
    complete: false,
  };
}

/** What the flaw is in: a part of the product, or the product itself. */
export function statedPackage(product: VexProduct): ReportedPackage {
  const purl = readPurl(product.purl ?? product.id);
  return reportedPackage({
    name: purl?.name ?? product.name ?? product.id,
    type: null,
    purl: product.purl ?? product.id,
    installed: product.version ?? purl?.version ?? null,
    fixed: null,
    scheme: null,
  });
}

/** Words of OpenVEX (status labels) and of CSAF 2.0 (§3.2.3.9 product status); other words are no statement. */
const statuses: ReadonlyMap<string, ReportedFlaw['status']> = new Map([
  ['affected', 'open'],
  ['under_investigation', 'open'],
  ['not_affected', 'not-affected'],
  ['fixed', 'fixed'],
  ['known_affected', 'open'],
  ['first_affected', 'open'],
  ['last_affected', 'open'],
  ['known_not_affected', 'not-affected'],
  ['first_fixed', 'fixed'],
]);

/** Status of a statement's word; null = it states none (`recommended`). */
export function statedStatus(word: string | null): ReportedFlaw['status'] | null {
  return statuses.get(word ?? '') ?? null;
}
