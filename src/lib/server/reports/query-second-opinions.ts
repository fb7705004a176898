import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { SecondOpinionsParams, SecondOpinionsRow } from '../warehouse/queries.gen.ts';

type Filters = Partial<Omit<SecondOpinionsParams, keyof View['params'] | 'limit'>>;

/** Claims at the desk, in a view, that match all given filters. */
export function querySecondOpinions(
  app: App,
  view: View,
  { limit, ...filters }: Filters & { readonly limit: number },
): Promise<readonly SecondOpinionsRow[]> {
  const none = { opinion: null, decision: null, tool: null, asset: null, product: null };
  const rest = { flaw: null, installed: null, q: null, offset: 0 };
  return app.warehouse.query('second-opinions', { ...view.params, ...none, ...rest, limit, ...filters });
}
