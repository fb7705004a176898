import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { FindingDocumentRow } from './finding-row.ts';

/** What other tools said of a finding, span by span; empty for one that only our own scans know. */
export async function findClaims(app: App, view: View, { assetId, fix, product }: FindingDocumentRow) {
  return app.warehouse.query('reported-claims', { ...view.params, asset_id: assetId, fix, product });
}

/** True for a finding that a report brought. */
export function isReported(
  { detectedBy }: Pick<FindingDocumentRow, 'detectedBy'>,
  claims: readonly { readonly scanId: string }[],
): boolean {
  return claims.some(({ scanId }) => scanId === detectedBy);
}
