import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listRankChanges } from '../ranking/list-rank-changes.ts';
import type { RankChangesQuery } from '../ranking/list-rank-changes.ts';
import type { RankChangeRow } from '../ranking/rank-change-row.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<RankChangeRow> = {
  id: (row) => row.id,
  status: (row) => row.status,
  since: (row) => row.since,
  asset: (row) => row.asset,
  unit: (row) => row.unit,
  product: (row) => row.product,
  advisory: (row) => row.advisory,
  fix: (row) => row.fix,
  from: (row) => row.from,
  to: (row) => row.to,
  automatic: (row) => row.basisRank,
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
  ranked: (row) => row.ranked,
  due: (row) => row.due,
  finding: (row) => row.findingId,
};

/** Rank changes that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportRankChanges(app: App, viewer: Viewer, query: RankChangesQuery): Promise<string> {
  return toCsv(columns, (await listRankChanges(app, viewer, query)).rows);
}
