import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { ControlsParams, ControlsRow } from '../warehouse/queries.gen.ts';

type Filters = Partial<Omit<ControlsParams, keyof View['params'] | 'limit'>>;

/** Compensating controls in a view that match all given filters. */
export function queryControls(
  app: App,
  view: View,
  { limit, ...filters }: Filters & { readonly limit: number },
): Promise<readonly ControlsRow[]> {
  const none = { ids: null, status: null, q: null, sort: null, offset: 0 };
  return app.warehouse.query('controls', { ...view.params, ...none, limit, ...filters });
}
