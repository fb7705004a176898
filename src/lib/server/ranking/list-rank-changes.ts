import { ranks } from '#core/policy/rank.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { queryRankChanges } from './query-rank-changes.ts';
import { rankChangeRow } from './rank-change-row.ts';

const sorts = ['since', 'asset', 'product'] as const;
const allowed = { status: ['waiting', 'in-force', 'ended'], to: [...ranks, 'automatic'] };

export interface RankChangesQuery extends ViewInput, ListInput {
  readonly status?: string | undefined;
  /** The rank that was asked for. */
  readonly to?: string | undefined;
  readonly asset?: string | undefined;
  readonly fix?: string | undefined;
  readonly product?: string | undefined;
  readonly q?: string | undefined;
}

/** Ranks that people asked for: those that wait first, then the newest. @throws AppError QUERY_INVALID */
export async function listRankChanges(app: App, viewer: Viewer, query: RankChangesQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const filters = {
    status: query.status ?? null,
    target: query.to ?? null,
    asset: query.asset ?? null,
    fix: query.fix ?? null,
    product: query.product ?? null,
    q: query.q ?? null,
  };
  const sort = readSort(query.sort, sorts);
  const rows = await queryRankChanges(app, view, { ...filters, sort, ...pageParams(query) });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows[0]?.total ?? 0,
    waiting: rows[0]?.waiting ?? 0,
    rows: rows.map((row) => rankChangeRow(app, viewer, row)),
  };
}
