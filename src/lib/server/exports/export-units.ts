import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listUnits } from '../inventory/list-units.ts';
import type { ViewInput } from '../read-view.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Unit = Awaited<ReturnType<typeof listUnits>>['rows'][number];

const columns: CsvColumns<Unit> = {
  unit: (row) => row.unit,
  name: (row) => row.name,
  assets: (row) => row.assets,
  covered: (row) => row.covered,
  pass: (row) => row.pass,
  fail: (row) => row.fail,
  open: (row) => row.open,
  adjudicated: (row) => row.adjudicated,
  severeOpen: (row) => row.severeOpen,
  highOpen: (row) => row.highOpen,
  mediumOpen: (row) => row.mediumOpen,
  lowOpen: (row) => row.lowOpen,
  overdue: (row) => row.overdue,
  severeOverdue: (row) => row.severe,
  highOverdue: (row) => row.high,
  mediumOverdue: (row) => row.medium,
  lowOverdue: (row) => row.low,
};

/** Business units as CSV. */
export async function exportUnits(app: App, viewer: Viewer, query: ViewInput): Promise<string> {
  return toCsv(columns, (await listUnits(app, viewer, query)).rows);
}
