import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { FindingsParams, FindingsRow } from '../warehouse/queries.gen.ts';

type ViewParams = keyof View['params'] | 'zone' | 'limit' | 'offset';
type Filters = Partial<Omit<FindingsParams, ViewParams>>;

const none: Omit<FindingsParams, ViewParams> = {
  id: null,
  ids: null,
  target: null,
  exception: null,
  asset: null,
  product: null,
  fix: null,
  advisory: null,
  cve: null,
  class: null,
  owner: null,
  group: null,
  exploited: null,
  rank: null,
  ranked: null,
  state: null,
  verdict: null,
  adjudicated: null,
  opened: null,
  closed: null,
  reopened: null,
  due: null,
  late: null,
  q: null,
  sort: null,
};

/** Rows of findings in a view that match all given filters. */
export function queryFindings(
  app: App,
  view: View,
  filters: Filters,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly FindingsRow[]> {
  return app.warehouse.query('findings', { ...view.params, zone: view.zone, ...none, ...filters, ...page });
}
