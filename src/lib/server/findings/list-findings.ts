import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { findingRow } from './finding-row.ts';

const sorts = ['due', 'rank', 'asset', 'product', 'state', 'firstDetected'] as const;
const allowed = {
  verdict: ['pass', 'fail', 'indeterminate'],
  due: ['overdue', 'soon'],
  rank: ['severe', 'high', 'medium', 'low'],
  state: [
    'open',
    'claimed',
    'reboot_pending',
    'old_code_running',
    'no_fix',
    'wont_fix',
    'not_affected',
    'unknown',
    'fixed',
    'removed',
  ],
};

export interface FindingsQuery extends ViewInput, ListInput {
  readonly id?: string | undefined;
  readonly asset?: string | undefined;
  readonly product?: string | undefined;
  readonly fix?: string | undefined;
  readonly rank?: string | undefined;
  readonly state?: string | undefined;
  readonly verdict?: string | undefined;
  readonly due?: string | undefined;
  readonly q?: string | undefined;
}

/** Findings that match, one page of them, with the total of all. @throws AppError QUERY_INVALID */
export async function listFindings(app: App, viewer: Viewer, query: FindingsQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rows = await app.warehouse.query('findings', {
    ...view.params,
    id: query.id ?? null,
    asset: query.asset ?? null,
    product: query.product ?? null,
    fix: query.fix ?? null,
    rank: query.rank ?? null,
    state: query.state ?? null,
    verdict: query.verdict ?? null,
    due: query.due ?? null,
    q: query.q ?? null,
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => findingRow(app, row, view)),
  };
}
