import { hash } from 'node:crypto';
import type { FindingChange } from '#core/advisory/finding-state.ts';

/** Who says so: our own scans and feeds, or reports of other tools. */
type FindingOrigin = 'own' | 'reported';

/**
 * 128 bits of the SHA-256 over the natural key asset × fix × product × reopen number. Where our own scan finds what a
 * report still claims, both stand for a while, each with its own clock: the report's are told apart.
 */
export function findingId(
  assetId: string,
  finding: Pick<FindingChange, 'fix' | 'product' | 'reopenNo'>,
  origin: FindingOrigin = 'own',
): string {
  const own = [assetId, finding.fix, finding.product, finding.reopenNo];
  // Of texts and a whole number that is canonical too (RFC 8785 §3.2.2).
  const key = JSON.stringify(origin === 'own' ? own : [...own, origin]);
  return hash('sha256', key).slice(0, 32);
}
