import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { RankChangesParams, RankChangesRow } from '../warehouse/queries.gen.ts';

type Filters = Partial<Omit<RankChangesParams, keyof View['params'] | 'limit'>>;

/** Ranks that people asked for, in a view, that match all given filters. */
export function queryRankChanges(
  app: App,
  view: View,
  { limit, ...filters }: Filters & { readonly limit: number },
): Promise<readonly RankChangesRow[]> {
  const none = { ids: null, finding: null, status: null, target: null, fix: null, product: null };
  const rest = { asset: null, q: null, sort: null, offset: 0 };
  return app.warehouse.query('rank-changes', { ...view.params, ...none, ...rest, limit, ...filters });
}
