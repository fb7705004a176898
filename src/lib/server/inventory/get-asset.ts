import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { findingRow } from '../findings/finding-row.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import { assetRow, queryAssets } from './list-assets.ts';

const SHOWN = 50;
const packageSorts = ['name', 'installedAt'] as const;
const allowed = { only: ['security', 'pending', 'held'] };

export interface PackagesQuery extends ListInput {
  readonly q?: string | undefined;
  readonly only?: string | undefined;
}

export interface AssetQuery extends ViewInput {
  /** Id or name. */
  readonly id: string;
  readonly packages?: PackagesQuery;
}

/**
 * One asset with its packages, open findings, ports and scans.
 * @throws AppError NOT_FOUND for an absent asset and for one outside the viewer's units alike
 */
export async function getAsset(app: App, viewer: Viewer, query: AssetQuery) {
  authorise(viewer, 'asset.read');
  const view = await resolveView(app, viewer, query);
  const [row] = await queryAssets(app, view, { id: query.id });
  if (!row) throw notFound();
  const [packages, findings, services, scans] = await Promise.all([
    queryPackages(app, view, { assetId: row.id, ...query.packages }),
    queryFindings(app, view, row.id),
    app.warehouse.query('services', { ...view.params, asset_id: row.id }),
    queryScans(app, view, row.id),
  ]);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    asset: assetRow(row),
    observed: row.facts,
    packages,
    findings,
    services,
    scans,
  };
}

async function queryPackages(app: App, view: View, query: PackagesQuery & { assetId: string }) {
  refuseUnknown({ ...query }, allowed);
  const rows = await app.warehouse.query('packages', {
    ...view.params,
    asset_id: query.assetId,
    q: query.q ?? null,
    only: query.only ?? null,
    sort: readSort(query.sort, packageSorts),
    ...pageParams(query),
  });
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _total, ...pkg }) => pkg) };
}

async function queryFindings(app: App, view: View, asset: string) {
  const filters = {
    id: null,
    product: null,
    fix: null,
    rank: null,
    state: null,
    due: null,
    q: null,
    sort: null,
  };
  const page = { ...filters, asset, verdict: 'fail', limit: SHOWN, offset: 0 };
  const rows = await app.warehouse.query('findings', { ...view.params, ...page });
  return { total: rows[0]?.total ?? 0, rows: rows.map((row) => findingRow(app, row, view)) };
}

async function queryScans(app: App, view: View, assetId: string) {
  const filters = { id: null, job_id: null, outcome: null, asset_id: assetId };
  const rows = await app.warehouse.query('scans', { ...view.params, ...filters, limit: SHOWN, offset: 0 });
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _total, ...scan }) => scan) };
}

function notFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such asset.',
    remedy: 'Look it up in the list of assets.',
    status: 404,
  });
}
