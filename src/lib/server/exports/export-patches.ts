import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listPatches } from '../findings/list-patches.ts';
import type { PatchesQuery } from '../findings/list-patches.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Patch = Awaited<ReturnType<typeof listPatches>>['rows'][number];

const columns: CsvColumns<Patch> = {
  fix: (row) => row.fix,
  product: (row) => row.product,
  version: (row) => row.version,
  advisory: (row) => row.advisory,
  title: (row) => row.title,
  cves: (row) => row.cves.join('; '),
  rank: (row) => row.rank,
  ranked: (row) => row.ranked,
  severity: (row) => row.severity,
  knownExploited: (row) => row.knownExploited,
  released: (row) => row.released,
  findings: (row) => row.findings,
  assets: (row) => row.assets,
  exposed: (row) => row.exposed,
  overdue: (row) => row.overdue,
  due: (row) => row.due,
  oldest: (row) => row.oldest,
  closed: (row) => row.closed,
  adjudicated: (row) => row.adjudicated,
  units: (row) => row.units,
  classes: (row) => row.classes.join('; '),
};

/** All fixes that match, as CSV. */
export async function exportPatches(app: App, viewer: Viewer, query: PatchesQuery): Promise<string> {
  const { rows } = await listPatches(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}
