import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { describeDesirability } from '../ranking/desirability-of.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { findingRow } from './finding-row.ts';
import { patchRow, queryPatches } from './list-patches.ts';
import { queryFindings } from './query-findings.ts';

export interface PatchQuery extends ViewInput, Omit<ListInput, 'sort'> {
  /** The fix. */
  readonly id: string;
}

/**
 * One fix with what its advisory says and the findings that it closes, open ones first.
 * @throws AppError NOT_FOUND for a fix that nothing in the viewer's units needs or needed
 */
export async function getPatch(app: App, viewer: Viewer, query: PatchQuery) {
  authorise(viewer, 'finding.read');
  const view = await resolveView(app, viewer, query);
  const [[row], findings] = await Promise.all([
    queryPatches(app, view, { fix: query.id, everything: true }),
    queryFindings(app, view, { fix: query.id }, pageParams({ pageSize: 200, ...query })),
  ]);
  if (!row) {
    throw new AppError({
      code: 'NOT_FOUND',
      message: 'There is no such fix.',
      remedy: 'Look it up in the list of patches.',
      status: 404,
    });
  }
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    patch: { ...patchRow(row), ...(await describeDesirability(app, view, row)) },
    total: findings[0]?.total ?? 0,
    findings: findings.map((finding) => findingRow(finding, view)),
  };
}
