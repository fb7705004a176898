import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getAsset } from '../inventory/get-asset.ts';
import type { AssetQuery } from '../inventory/get-asset.ts';
import { listAssets } from '../inventory/list-assets.ts';
import type { AssetsQuery } from '../inventory/list-assets.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Asset = Awaited<ReturnType<typeof listAssets>>['rows'][number];
type Package = Awaited<ReturnType<typeof getAsset>>['packages']['rows'][number];

const assetColumns: CsvColumns<Asset> = {
  id: (row) => row.id,
  name: (row) => row.name,
  unit: (row) => row.unit,
  address: (row) => row.address,
  os: (row) => row.os,
  kernel: (row) => row.kernel,
  verdict: (row) => row.verdict,
  reasons: (row) => row.reasons.map((reason) => reason.message).join(' '),
  open: (row) => row.open,
  adjudicated: (row) => row.adjudicated,
  overdue: (row) => row.overdue,
  firstDue: (row) => row.firstDue,
  packages: (row) => row.packages,
  lastComplete: (row) => row.lastComplete,
  lastAttempt: (row) => row.lastAttempt,
  lastOutcome: (row) => row.lastOutcome,
  lastFailure: (row) => row.lastFailureMessage,
  class: (row) => row.class,
  group: (row) => row.group,
  owner: (row) => row.owner,
  criticality: (row) => row.criticality,
  environment: (row) => row.environment,
  exposure: (row) => row.exposure,
  scope: (row) => row.scope,
  status: (row) => (row.retired ? 'retired' : 'active'),
  coverage: (row) => row.coverage,
};

const packageColumns: CsvColumns<Package> = {
  name: (row) => row.name,
  arch: (row) => row.arch,
  source: (row) => row.source,
  installed: (row) => row.installed,
  candidate: (row) => row.candidate,
  securityVersion: (row) => row.securityVersion,
  held: (row) => row.held,
  phased: (row) => row.phased,
  origins: (row) => row.origins.join('; '),
  installedAt: (row) => row.installedAt,
};

/** All assets that match, as CSV. */
export async function exportAssets(app: App, viewer: Viewer, query: AssetsQuery): Promise<string> {
  const { rows } = await listAssets(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(assetColumns, rows);
}

/** All packages of one asset that match, as CSV. @throws AppError NOT_FOUND */
export async function exportPackages(app: App, viewer: Viewer, query: AssetQuery): Promise<string> {
  const packages = { ...query.packages, page: undefined, pageSize: undefined };
  const { packages: found } = await getAsset(app, viewer, { ...query, packages });
  return toCsv(packageColumns, found.rows);
}
