import { AppError } from '#core/errors.ts';
import { archiveFacts } from '#core/inventory/archive-facts.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { findingRow } from '../findings/finding-row.ts';
import { queryFindings } from '../findings/query-findings.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import { findSupport } from './find-support.ts';
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
 * One asset with its packages, open findings, ports, scans and what was decided of it.
 * @throws AppError NOT_FOUND for an absent asset and for one outside the viewer's units alike
 */
export async function getAsset(app: App, viewer: Viewer, query: AssetQuery) {
  authorise(viewer, 'asset.read');
  const view = await resolveView(app, viewer, query);
  const [row] = await queryAssets(app, view, { id: query.id });
  if (!row) throw notFound();
  const [packages, findings, services, scans, decisions] = await Promise.all([
    queryPackages(app, view, { assetId: row.id, ...query.packages }),
    openFindings(app, view, row.id),
    app.warehouse.query('services', { ...view.params, asset_id: row.id }),
    queryScans(app, view, row.id),
    app.warehouse.query('asset-decisions', { ...view.params, asset_id: row.id }),
  ]);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    asset: assetRow(row),
    support: await findSupport(app, view, row),
    observed: row.facts ? { ...row.facts, archives: await readArchives(app, view, row.id) } : null,
    packages,
    findings,
    services,
    scans,
    decisions,
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

async function openFindings(app: App, view: View, asset: string) {
  const rows = await queryFindings(app, view, { asset, verdict: 'fail' }, { limit: SHOWN, offset: 0 });
  return { total: rows[0]?.total ?? 0, rows: rows.map((row) => findingRow(row, view)) };
}

async function queryScans(app: App, view: View, assetId: string) {
  const filters = { id: null, job_id: null, outcome: null, asset_id: assetId };
  const rows = await app.warehouse.query('scans', { ...view.params, ...filters, limit: SHOWN, offset: 0 });
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _total, ...scan }) => scan) };
}

/** The archives as the last complete scan saw them. */
async function readArchives(app: App, view: View, assetId: string) {
  const [scan] = await app.warehouse.query('last-sufficient-scan', { ...view.params, asset_id: assetId });
  const observation = scan ? app.evidence.observation(scan.artifact) : null;
  return observation ? archiveFacts(observation) : [];
}

function notFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such asset.',
    remedy: 'Look it up in the list of assets.',
    status: 404,
  });
}
