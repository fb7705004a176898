import { isReportedKey } from '#core/advisory/advice-key.ts';
import type { Severity } from '#core/advisory/rank.ts';
import { addStatement } from '#core/ranking/reported-rating.ts';
import type { ReportedRating } from '#core/ranking/reported-rating.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { FindingsRow } from '../warehouse/queries.gen.ts';
import { severityOf } from '../warehouse/rating-book.ts';

/** What other tools say of the fix of a finding that a report brought. */
export interface FindingRating {
  readonly rating: ReportedRating;
  /** What a vendor's document says of it; null = nothing. */
  readonly vendorSeverity: Severity | null;
}

/** null for a finding of our own scans, which no tool rates. */
export async function findRating(
  app: App,
  view: View,
  { adviceKey, fix, product }: FindingsRow,
): Promise<FindingRating | null> {
  if (adviceKey === null || !isReportedKey(adviceKey)) return null;
  const rows = await app.warehouse.query('reported-statements', { ...view.params, fix, product });
  let rating: ReportedRating | null = null;
  for (const { tool, severity, cves, scores } of rows)
    rating = addStatement(rating, { tool, severity: severityOf(severity), cves, scores });
  return rating && { rating, vendorSeverity: severityOf(rows[0]?.vendorSeverity ?? null) };
}
