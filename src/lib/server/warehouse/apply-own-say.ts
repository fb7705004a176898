import { readKnown } from './known-reports.ts';
import { readOwnEvidence } from './own-evidence.ts';
import type { ReportContext } from './report-context.ts';
import { findingsOf, productsOf } from './reported-findings.ts';
import type { ReportedAsset } from './reported-findings.ts';
import { settleReported } from './settle-reported.ts';

/**
 * After a scan of our own: what other tools reported of the asset is settled anew, for where our complete scans know a
 * product they have the say. Nothing is done for assets that no other tool reported.
 */
export async function applyOwnSay(
  context: ReportContext,
  { seq, assetId }: { readonly seq: number; readonly assetId: string },
): Promise<void> {
  if (!context.reported.has(assetId)) return;
  const known = await readKnown(context, [assetId]);
  const stored = known.flaws.get(assetId);
  if (!stored) return;
  const reports = known.reports.get(assetId) ?? [];
  const confirmed = context.adjudications.confirmedOf(assetId);
  const told = { assetId, spans: stored, reports, stored, confirmed };
  const asset: ReportedAsset = { ...told, touched: null, stated: [] };
  const own = await readOwnEvidence(context, known.own, productsOf([asset]));
  await settleReported(context, seq, [...findingsOf(asset, own).values()]);
}
