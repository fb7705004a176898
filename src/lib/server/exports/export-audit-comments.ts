import type { App } from '../app.ts';
import { listComments } from '../audits/list-comments.ts';
import type { CommentRow, CommentsQuery } from '../audits/list-comments.ts';
import type { Viewer } from '../auth/viewer.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<CommentRow> = {
  id: (row) => row.id,
  engagement: (row) => row.engagement,
  engagementName: (row) => row.engagementName,
  kind: (row) => row.about.kind,
  about: (row) => row.about.label,
  aboutPath: (row) => row.about.path,
  unit: (row) => row.unit,
  text: (row) => row.text,
  auditor: (row) => row.auditor,
  madeAt: (row) => row.madeAt,
  takenBackAt: (row) => row.takenBackAt,
  takenBackWhy: (row) => row.takenBackWhy,
};

/** Comments of auditors that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportComments(app: App, viewer: Viewer, query: CommentsQuery): Promise<string> {
  const { rows } = await listComments(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}
