import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { fixOf } from '#core/advisory/finding-lives.ts';

/** The findings that a flaw belongs to: one product, and usually one fix. */
export interface FlawFindings {
  /** The product as the report names it; '' = it names none. */
  readonly product: string;
  /** Several only where no vendor has a fix: one for each CVE. Empty = nothing to patch. */
  readonly fixes: readonly string[];
}

/** What tools write where they know no remedy. */
const NO_REMEDY =
  /^(?:n\/?a|none|unknown|-|(?:there is )?(?:currently )?no (?:known )?(?:solution|fix|patch|remed|update)\b.*)/i;

/**
 * The findings of a flaw (design.md §4, asset × vendor fix × product). The fix is
 * 1. the first vendor fix that the tool names (DSA, USN, RHSA, KB …);
 * 2. else, where it names the version that fixes, `security-update:PRODUCT@VERSION`, as for our own scans;
 * 3. else, where it knows no remedy, `no-fix:CVE` for every CVE;
 * 4. else `check:TOOL:CHECK`: something is to be done, and no vendor's name of it is known.
 * A result that is rated informational and names neither fix nor CVE is no finding.
 */
export function findingsOfFlaw(tool: string, flaw: ReportedFlaw): FlawFindings {
  const { fixes, cves, check, severity, remedy } = flaw;
  const product = flaw.product?.name ?? '';
  const [named] = fixes;
  if (named !== undefined) return { product, fixes: [named.replace(/\p{Cc}/gu, '')] };
  if (severity === 'info' && cves.length === 0) return { product, fixes: [] };
  const fixed = flaw.product?.fixed ?? null;
  if (fixed !== null && fixed !== '') return { product, fixes: [fixOf(product, fixed)] };
  const isRemedied = remedy !== null && !NO_REMEDY.test(remedy.trim());
  if (cves.length > 0 && !isRemedied) return { product, fixes: cves.map((cve) => `no-fix:${cve}`) };
  return { product, fixes: [`check:${tool}:${check}`] };
}

/** One finding of one asset by its fix and product. */
export function findingKey(fix: string, product: string): string {
  return `${fix}\u001f${product}`;
}

/** True for a finding that waits for a vendor. */
export function isUnfixed(fix: string): boolean {
  return fix.startsWith('no-fix:');
}
