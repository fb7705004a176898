import type { App } from '../app.ts';
import { listRequests } from '../audits/list-requests.ts';
import type { RequestsQuery } from '../audits/list-requests.ts';
import type { RequestRow } from '../audits/request-row.ts';
import type { Viewer } from '../auth/viewer.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<RequestRow> = {
  id: (row) => row.id,
  engagement: (row) => row.engagement,
  engagementName: (row) => row.engagementName,
  title: (row) => row.title,
  requirement: (row) => row.requirement,
  unit: (row) => row.unit,
  about: (row) => row.about?.label,
  aboutPath: (row) => row.about?.path,
  status: (row) => row.status,
  due: (row) => row.due,
  daysLeft: (row) => row.daysLeft,
  overdue: (row) => row.overdue,
  waitingSince: (row) => row.waitingSince,
  auditor: (row) => row.auditor,
  askedAt: (row) => row.askedAt,
  changedAt: (row) => row.changedAt,
  answeredBy: (row) => row.answeredBy,
  files: (row) => row.files,
};

/** Requests of auditors that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportRequests(app: App, viewer: Viewer, query: RequestsQuery): Promise<string> {
  const { rows } = await listRequests(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}
