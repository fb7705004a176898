import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { searchLog } from '../evidence/search-log.ts';
import type { LogQuery, logRow } from '../evidence/search-log.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<ReturnType<typeof logRow>> = {
  seq: (row) => row.seq,
  recordedAt: (row) => row.recordedAt,
  effectiveFrom: (row) => row.effectiveFrom,
  kind: (row) => row.kind,
  object: (row) => row.object,
  actor: (row) => row.actor,
  actorName: (row) => row.actorName,
  via: (row) => row.via,
  body: (row) => JSON.stringify(row.body),
  leafHash: (row) => row.leafHash,
};

/** Events that match, as CSV, newest first; that they were read is recorded. @throws AppError QUERY_INVALID */
export function exportLogRows(app: App, viewer: Viewer, query: LogQuery): Promise<string> {
  return Promise.resolve(toCsv(columns, searchLog(app, viewer, query).rows));
}
