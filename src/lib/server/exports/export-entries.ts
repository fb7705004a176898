import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { EntryRow } from '../registers/entry-row.ts';
import { listEntries } from '../registers/list-entries.ts';
import type { EntriesQuery } from '../registers/list-entries.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<EntryRow> = {
  id: (row) => row.id,
  register: (row) => row.register,
  title: (row) => row.title,
  unit: (row) => row.unit,
  owner: (row) => row.owner,
  status: (row) => row.status,
  due: (row) => row.due,
  daysLeft: (row) => row.daysLeft,
  overdue: (row) => row.overdue,
  recordedAt: (row) => row.recordedAt,
  changedAt: (row) => row.changedAt,
  authors: (row) => row.authors.join(', '),
  approvedBy: (row) => row.approvedBy,
  approvedAt: (row) => row.approvedAt,
  reviewedBy: (row) => row.reviewedBy,
  reviewedAt: (row) => row.reviewedAt,
  evidence: (row) => row.evidence,
};

/** Entries of registers that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportEntries(app: App, viewer: Viewer, query: EntriesQuery): Promise<string> {
  const { rows } = await listEntries(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}
