import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listJudged } from '../findings/list-judged.ts';
import type { JudgedQuery } from '../findings/list-judged.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Obligation = Awaited<ReturnType<typeof listJudged>>['rows'][number];

const columns: CsvColumns<Obligation> = {
  finding: (row) => row.id,
  asset: (row) => row.asset,
  unit: (row) => row.unit,
  advisory: (row) => row.advisory,
  product: (row) => row.product,
  fix: (row) => row.fix,
  rule: (row) => row.rule,
  rank: (row) => row.rank,
  ranked: (row) => row.ranked,
  clockStart: (row) => row.clockStart,
  clockBasis: (row) => row.clockBasis,
  limit: (row) => row.limit,
  policyVersion: (row) => row.policyVersion,
  cause: (row) => row.cause,
  due: (row) => row.due,
  cohort: (row) => row.cohort,
  judgedAt: (row) => row.judgedAt,
  outcome: (row) => row.outcome,
  daysLate: (row) => row.daysLate,
  firstDetected: (row) => row.firstDetected,
  installedAt: (row) => row.installedAt,
  resolvedAt: (row) => row.resolvedAt,
  verifiedAt: (row) => row.verifiedAt,
  leftAt: (row) => row.leftAt,
  reopenedAt: (row) => row.reopenedAt,
  exception: (row) => row.exceptionId,
  adjusted: (row) => row.adjusted,
  reads: (row) => row.reads,
};

/** All judged obligations that match, as CSV. */
export async function exportObligations(app: App, viewer: Viewer, query: JudgedQuery): Promise<string> {
  const { rows } = await listJudged(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}
