import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { FindingDocumentRow } from '../findings/finding-row.ts';
import { listFindings } from '../findings/list-findings.ts';
import type { FindingsQuery } from '../findings/list-findings.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const packages = (row: FindingDocumentRow) =>
  row.packages
    .map((pkg) => `${pkg.name}:${pkg.arch} ${pkg.installed ?? 'removed'} -> ${pkg.fixed}`)
    .join('; ');

const columns: CsvColumns<FindingDocumentRow> = {
  id: (row) => row.id,
  asset: (row) => row.asset,
  advisory: (row) => row.advisory,
  product: (row) => row.product,
  fix: (row) => row.fix,
  packages,
  rank: (row) => row.rank,
  ranked: (row) => row.ranked,
  verdict: (row) => row.verdict,
  state: (row) => row.state,
  adjudicated: (row) => row.adjudication?.verdict ?? null,
  adjudicationReason: (row) => row.adjudication?.reason ?? null,
  firstDetected: (row) => row.firstDetected,
  due: (row) => row.due,
  rule: (row) => row.rule,
  clockBasis: (row) => row.clockBasis,
  policyVersion: (row) => row.policyVersion,
  installedAt: (row) => row.installedAt,
  verifiedAt: (row) => row.verifiedAt,
  resolvedAt: (row) => row.resolvedAt,
  judgement: (row) => row.judgement,
  daysLate: (row) => row.daysLate,
  held: (row) => row.packages.some((pkg) => pkg.held),
  unit: (row) => row.unit,
  owner: (row) => row.owner,
  exposure: (row) => row.exposure,
  scope: (row) => row.scope,
  cves: (row) => row.cves.join('; '),
  severity: (row) => row.severity,
  knownExploited: (row) => row.knownExploited,
  released: (row) => row.released,
  exception: (row) => row.exception?.id ?? null,
  exceptionUntil: (row) => row.exception?.until ?? null,
  reads: (row) => row.exception?.reads ?? null,
};

/** Findings as CSV. */
export function findingCsv(rows: readonly FindingDocumentRow[]): string {
  return toCsv(columns, rows);
}

/** All findings that match, as CSV. */
export async function exportFindings(app: App, viewer: Viewer, query: FindingsQuery): Promise<string> {
  const { rows } = await listFindings(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return findingCsv(rows);
}
