import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { controlRow } from './control-row.ts';
import { queryControls } from './query-controls.ts';

const sorts = ['name', 'due'] as const;
const allowed = { status: ['holds', 'never-validated', 'due', 'failed', 'missed', 'retired'] };

export interface ControlsQuery extends ViewInput, ListInput {
  readonly status?: string | undefined;
  readonly q?: string | undefined;
}

/** Compensating controls that match, those that no longer hold first. @throws AppError QUERY_INVALID */
export async function listControls(app: App, viewer: Viewer, query: ControlsQuery) {
  authorise(viewer, 'control.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rows = await queryControls(app, view, {
    status: query.status ?? null,
    q: query.q ?? null,
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => controlRow(app, row)),
  };
}
