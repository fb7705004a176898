import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listAssets } from '../inventory/list-assets.ts';
import type { AssetsQuery } from '../inventory/list-assets.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Asset = Awaited<ReturnType<typeof listAssets>>['rows'][number];

/** The columns that `importDecisions` reads. */
const columns: CsvColumns<Asset> = {
  id: (row) => row.id,
  name: (row) => row.name,
  unit: (row) => row.unit,
  owner: (row) => row.owner,
  criticality: (row) => row.criticality,
  environment: (row) => row.environment,
  exposure: (row) => row.exposure,
  scope: (row) => row.scope,
  status: (row) => (row.retired ? 'retired' : 'active'),
  effectiveFrom: () => null,
};

/** The assets that match with what is decided of them, to be changed in a spreadsheet and imported again. */
export async function exportDecisionsTemplate(app: App, viewer: Viewer, query: AssetsQuery): Promise<string> {
  const { rows } = await listAssets(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}
