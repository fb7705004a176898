import { createHash } from 'node:crypto';
import type { FindingChange } from '#core/advisory/finding-state.ts';
import { canonicalJson } from '#core/canonical-json.ts';

/** 128 bits of the SHA-256 over the natural key asset × fix × product × reopen number. */
export function findingId(
  assetId: string,
  finding: Pick<FindingChange, 'fix' | 'product' | 'reopenNo'>,
): string {
  const key = canonicalJson([assetId, finding.fix, finding.product, finding.reopenNo]);
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
