import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { ImportedKind } from './import-file.ts';

const sorts = ['recordedAt', 'file'] as const;
const kinds: readonly ImportedKind[] = ['scans', 'report', 'advisories', 'feed'];

export interface ImportsQuery extends ViewInput, ListInput {
  readonly kind?: string | undefined;
  readonly format?: string | undefined;
  readonly q?: string | undefined;
}

/**
 * Files that people and their tokens took in, the newest first, with who did and what came of each. What collectors send
 * and what is fetched from publishers stands with the scans and the feeds. @throws AppError QUERY_INVALID
 */
export async function listImports(app: App, viewer: Viewer, query: ImportsQuery) {
  authorise(viewer, 'import.read');
  const { kind, format, q } = query;
  refuseUnknown({ kind }, { kind: kinds });
  const view = await resolveView(app, viewer, query);
  const rows = await app.warehouse.query('imports', {
    ...view.params,
    kind: kind ?? null,
    format: format ?? null,
    q: q ?? null,
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, actor, ...row }) => ({ ...row, by: nameOf(app, actor) })),
  };
}

function nameOf(app: App, actor: string | null): string {
  return (actor === null ? null : app.store.people.name(actor)) ?? 'erased person';
}
