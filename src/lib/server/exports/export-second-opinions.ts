import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listSecondOpinions } from '../reports/list-second-opinions.ts';
import type { SecondOpinionsQuery } from '../reports/list-second-opinions.ts';
import type { OpinionRow } from '../reports/opinion-row.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<OpinionRow> = {
  opinion: (row) => row.opinion,
  decision: (row) => row.decision,
  proposed: (row) => row.proposed,
  asset: (row) => row.asset,
  unit: (row) => row.unit,
  product: (row) => row.product,
  tool: (row) => row.tool,
  check: (row) => row.check,
  title: (row) => row.title,
  port: (row) => row.port,
  severity: (row) => row.severity,
  cves: (row) => row.cves.join(' '),
  fix: (row) => row.fix,
  claimedInstalled: (row) => row.claimedInstalled,
  claimedFixed: (row) => row.claimedFixed,
  firstClaimed: (row) => row.firstClaimed,
  evidence: (row) => row.evidence,
  ownVersion: (row) => row.ownVersion,
  ownSays: (row) => row.ownSays,
  ownScannedAt: (row) => row.ownScannedAt,
  compared: (row) => row.comparison?.why ?? null,
  ageDays: (row) => row.ageDays,
  flaw: (row) => row.flawId,
};

/** Second opinions that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportSecondOpinions(
  app: App,
  viewer: Viewer,
  query: SecondOpinionsQuery,
): Promise<string> {
  return toCsv(columns, (await listSecondOpinions(app, viewer, query)).rows);
}
