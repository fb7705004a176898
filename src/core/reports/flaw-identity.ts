import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';

/** Stands between the parts of a key; texts of reports do not hold it. */
export const PART = '\u001f';

/**
 * What makes two results of another tool the same flaw of a host: tool × check × product × port. Severity, score and
 * text are never identity, for they change with the tool's knowledge.
 */
export function flawKey(tool: string, { check, product, port }: FlawPlace): string {
  return [tool, check, product?.name ?? '', product?.arch ?? '', port ?? ''].join(PART);
}

type FlawPlace = Pick<ReportedFlaw, 'check' | 'product' | 'port'>;

/**
 * A digest (32-bit FNV-1a) of what a later report of the same flaw may change and a reader would want dated: rating,
 * identifiers, versions. What the tool printed is left out: it differs with every run.
 */
export function flawFacts(flaw: ReportedFlaw): number {
  const { product, severity, cvss, fixes, cves } = flaw;
  const parts = [
    severity,
    cvss?.version,
    cvss?.score,
    fixes.join(),
    cves.join(),
    product?.installed,
    product?.fixed,
  ];
  return digest(parts.map((part) => part ?? '').join(PART));
}

function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
