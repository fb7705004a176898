import { fixWords } from '#lib/format/fix-words.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';

type Finding = Pick<Documents['finding']['finding'], 'advisory' | 'fix' | 'detectedBy'>;
type Claim = Pick<Documents['finding']['claims'][number], 'scanId' | 'tool'>;

/** Who names the version that fixes a finding, as the page says it below that version. */
export function sourceOfFix(finding: Finding, claims: readonly Claim[], fixed: string): string {
  if (finding.advisory !== null) return finding.advisory;
  const words = fixWords(finding.fix);
  if (words !== fixed) return words;
  const reporter = claims.find(({ scanId }) => scanId === finding.detectedBy);
  return reporter ? `named by ${reporter.tool}` : 'security archive of the host';
}
