import type { AdjudicationRow } from '../adjudications/adjudication-row.ts';
import { listAdjudications } from '../adjudications/list-adjudications.ts';
import type { AdjudicationsQuery } from '../adjudications/list-adjudications.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<AdjudicationRow> = {
  id: (row) => row.id,
  subject: (row) => row.subject,
  status: (row) => row.status,
  since: (row) => row.since,
  asset: (row) => row.asset,
  unit: (row) => row.unit,
  product: (row) => row.product,
  fix: (row) => row.fix,
  tool: (row) => row.tool,
  check: (row) => row.check,
  verdict: (row) => row.verdict,
  reason: (row) => row.reason,
  evidence: (row) => row.evidence.join(' | '),
  proposedBy: (row) => row.proposedBy,
  proposedAt: (row) => row.proposedAt,
  approvedBy: (row) => row.approvedBy,
  activeFrom: (row) => row.activeFrom,
  endedWhy: (row) => row.endedWhy,
  endedBy: (row) => row.endedBy,
  endedReason: (row) => row.endedReason,
  rank: (row) => row.rank,
  due: (row) => row.due,
  finding: (row) => row.findingId,
  flaw: (row) => row.flawId,
};

/** Adjudications that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportAdjudications(
  app: App,
  viewer: Viewer,
  query: AdjudicationsQuery,
): Promise<string> {
  return toCsv(columns, (await listAdjudications(app, viewer, query)).rows);
}
