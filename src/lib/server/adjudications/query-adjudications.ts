import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { AdjudicationsParams, AdjudicationsRow } from '../warehouse/queries.gen.ts';

type Filters = Partial<Omit<AdjudicationsParams, keyof View['params'] | 'limit'>>;

/** What people adjudicated, in a view, that matches all given filters. */
export function queryAdjudications(
  app: App,
  view: View,
  { limit, ...filters }: Filters & { readonly limit: number },
): Promise<readonly AdjudicationsRow[]> {
  const none = { ids: null, finding: null, flaw: null, subject: null, status: null, verdict: null };
  const rest = { fix: null, product: null, asset: null, q: null, sort: null, offset: 0 };
  return app.warehouse.query('adjudications', { ...view.params, ...none, ...rest, limit, ...filters });
}
