import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import type { AssetsRow } from '../warehouse/queries.gen.ts';

const sorts = ['name', 'os', 'verdict', 'open', 'overdue', 'packages', 'lastComplete'] as const;
const allowed = { verdict: ['pass', 'fail', 'indeterminate', 'not-scanned'] };

export interface AssetsQuery extends ViewInput, ListInput {
  readonly verdict?: string | undefined;
  readonly os?: string | undefined;
  readonly reason?: string | undefined;
  readonly q?: string | undefined;
}

/** Assets that match, one page of them, with the total of all. @throws AppError QUERY_INVALID */
export async function listAssets(app: App, viewer: Viewer, query: AssetsQuery) {
  authorise(viewer, 'asset.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rows = await queryAssets(app, view, query);
  return { asOf: view.asOf, knownAt: view.knownAt, total: rows[0]?.total ?? 0, rows: rows.map(assetRow) };
}

/** The rows themselves, also for one asset by id or name. */
export function queryAssets(app: App, view: View, query: AssetsQuery & { readonly id?: string }) {
  return app.warehouse.query('assets', {
    ...view.params,
    covered_since: view.coveredSince,
    id: query.id ?? null,
    verdict: query.verdict ?? null,
    os: query.os ?? null,
    reason: query.reason ?? null,
    q: query.q ?? null,
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
}

/** An asset as lists show it: with its reasons, without the rest of its facts. */
export function assetRow(row: AssetsRow) {
  const { total: _total, facts, ...columns } = row;
  return { ...columns, reasons: facts?.reasons ?? [] };
}
