import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listGroups } from '../inventory/list-groups.ts';
import type { ViewInput } from '../read-view.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Group = Awaited<ReturnType<typeof listGroups>>['rows'][number];

const columns: CsvColumns<Group> = {
  group: (row) => row.group,
  name: (row) => row.name,
  position: (row) => (row.group === null ? null : row.position),
  rule: (row) => (row.group === null ? null : JSON.stringify(row.rule)),
  assets: (row) => row.assets,
  notScanned: (row) => row.notScanned,
  open: (row) => row.open,
  overdue: (row) => row.overdue,
};

/** Asset groups in their order as CSV; the last row are the assets of no group. */
export async function exportGroups(app: App, viewer: Viewer, query: ViewInput): Promise<string> {
  return toCsv(columns, (await listGroups(app, viewer, query)).rows);
}
