import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listImports } from '../imports/list-imports.ts';
import type { ImportsQuery } from '../imports/list-imports.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Row = Awaited<ReturnType<typeof listImports>>['rows'][number];

const columns: CsvColumns<Row> = {
  event: (row) => row.seq,
  importedAt: (row) => row.recordedAt,
  by: (row) => row.by,
  file: (row) => row.file,
  kind: (row) => row.kind,
  format: (row) => row.format,
  tool: ({ receipt }) => receipt.tool ?? receipt.source ?? null,
  takenAs: ({ receipt }) => receipt.holds ?? null,
  scans: (row) => row.scans,
  assets: ({ receipt }) => receipt.assets ?? null,
  records: ({ receipt }) => receipt.records ?? receipt.advisories ?? null,
  findings: ({ receipt }) => receipt.findings ?? null,
  new: ({ receipt }) => receipt.new ?? null,
  unchanged: ({ receipt }) => receipt.unchanged ?? null,
  reopened: ({ receipt }) => receipt.reopened ?? null,
  closed: ({ receipt }) => receipt.closed ?? null,
};

/** Files that were taken in and match, as CSV. @throws AppError QUERY_INVALID */
export async function exportImports(app: App, viewer: Viewer, query: ImportsQuery): Promise<string> {
  return toCsv(columns, (await listImports(app, viewer, query)).rows);
}
