import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { ExceptionsParams, ExceptionsRow } from '../warehouse/queries.gen.ts';

type Filters = Partial<Omit<ExceptionsParams, keyof View['params'] | 'limit'>>;

const none = {
  ids: null,
  viewer: '',
  status: null,
  rank: null,
  finding: null,
  control: null,
  renews: null,
  near: null,
  q: null,
  sort: null,
  offset: 0,
};

/** Exceptions in a view that match all given filters. */
export function queryExceptions(
  app: App,
  view: View,
  { limit, ...filters }: Filters & { readonly limit: number },
): Promise<readonly ExceptionsRow[]> {
  return app.warehouse.query('exceptions', { ...view.params, ...none, limit, ...filters });
}
