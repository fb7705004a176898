import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getAgeing } from '../findings/get-ageing.ts';
import type { ViewInput } from '../read-view.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Rank = Awaited<ReturnType<typeof getAgeing>>['rows'][number];

const columns: CsvColumns<Rank> = {
  rank: (row) => row.rank,
  d1to30: (row) => row.d1to30,
  d31to60: (row) => row.d31to60,
  d61to90: (row) => row.d61to90,
  over90: (row) => row.over90,
  all: (row) => row.all,
  adjudicated: (row) => row.adjudicated,
};

/** Overdue findings by rank and days past due, as CSV. */
export async function exportAgeing(app: App, viewer: Viewer, query: ViewInput): Promise<string> {
  return toCsv(columns, (await getAgeing(app, viewer, query)).rows);
}
