import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getFlow } from '../findings/get-flow.ts';
import type { FlowQuery } from '../findings/get-flow.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Week = Awaited<ReturnType<typeof getFlow>>['rows'][number];

const columns: CsvColumns<Week> = {
  week: (row) => row.week,
  new: (row) => row.new,
  reopened: (row) => row.reopened,
  closed: (row) => row.closed,
  openAtEnd: (row) => row.openAtEnd,
  overdueAtEnd: (row) => row.overdueAtEnd,
  adjudicatedAtEnd: (row) => row.adjudicatedAtEnd,
};

/** What came and went by week, as CSV. A week is named by its Monday. */
export async function exportFlow(app: App, viewer: Viewer, query: FlowQuery): Promise<string> {
  return toCsv(columns, (await getFlow(app, viewer, query)).rows);
}
