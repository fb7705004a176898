import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { queryUnfixed, unfixedRows } from './list-unfixed.ts';

/** Assets listed of one product and state. */
const MAX_ASSETS = 1000;

export interface UnfixedFlawQuery extends ViewInput {
  /** The vulnerability. */
  readonly id: string;
}

/**
 * One vulnerability without a fix: in which products and states it is present, and on which assets.
 * @throws AppError NOT_FOUND for one that nothing in the viewer's units has
 */
export async function getUnfixed(app: App, viewer: Viewer, query: UnfixedFlawQuery) {
  authorise(viewer, 'finding.read');
  const view = await resolveView(app, viewer, query);
  const found = await queryUnfixed(app, view, { cve: query.id });
  if (found.length === 0) {
    throw new AppError({
      code: 'NOT_FOUND',
      message: 'There is no such flaw without a fix.',
      remedy: 'Look it up in the list of flaws without a fix.',
      status: 404,
    });
  }
  const rows = await unfixedRows(app, view, found);
  const held = await Promise.all(
    rows.map(({ cve, product, state }) =>
      app.warehouse.query('unfixed-assets', { ...view.params, cve, product, state, limit: MAX_ASSETS }),
    ),
  );
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    cve: query.id,
    rows: rows.map((row, index) => ({ ...row, hosts: held[index] ?? [] })),
  };
}
