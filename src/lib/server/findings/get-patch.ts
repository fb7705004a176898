import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { describeDesirability } from '../ranking/desirability-of.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import type { PatchesRow } from '../warehouse/queries.gen.ts';
import { findingRow } from './finding-row.ts';
import { patchRow, queryPatches } from './list-patches.ts';
import { queryFindings } from './query-findings.ts';

/** Fixes of one name that are looked at: more than one is one too many. */
const MAX_NAMED = 20;

export interface PatchQuery extends ViewInput, Omit<ListInput, 'sort'> {
  /** The fix, or an advisory that only one fix brings. */
  readonly id: string;
  /** Where several products share the fix. */
  readonly product?: string | undefined;
}

/**
 * One fix with what its advisory says and the findings that it closes, open ones first.
 * @throws AppError NOT_FOUND for a fix that nothing in the viewer's units needs or needed, FIX_AMBIGUOUS for a name
 *   that several fixes share
 */
export async function getPatch(app: App, viewer: Viewer, query: PatchQuery) {
  authorise(viewer, 'finding.read');
  const view = await resolveView(app, viewer, query);
  const row = await findFix(app, view, query);
  const { fix, product } = row;
  const findings = await queryFindings(app, view, { fix, product }, pageParams({ pageSize: 200, ...query }));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    patch: { ...patchRow(row), ...(await describeDesirability(app, view, row)) },
    total: findings[0]?.total ?? 0,
    findings: findings.map((finding) => findingRow(finding, view)),
  };
}

/** The one fix of a name: by its key, else by its advisory or one that it carries as well. */
async function findFix(app: App, view: View, { id, product }: PatchQuery): Promise<PatchesRow> {
  const asked = { product: product ?? null, everything: true, limit: MAX_NAMED };
  const byKey = await queryPatches(app, view, { ...asked, fix: id });
  const rows = byKey.length > 0 ? byKey : await queryPatches(app, view, { ...asked, advisory: id });
  const [row, ...others] = rows;
  if (!row) {
    throw new AppError({
      code: 'NOT_FOUND',
      message: 'There is no such fix.',
      remedy: 'Look it up in the list of patches.',
      status: 404,
    });
  }
  if (others.length > 0) throw ambiguous(id, rows);
  return row;
}

function ambiguous(id: string, rows: readonly PatchesRow[]): AppError {
  const names = rows.slice(0, 3).map(({ fix, product }) => (fix === id ? product : fix));
  const more = rows.length > 3 ? ' and others' : '';
  return new AppError({
    code: 'FIX_AMBIGUOUS',
    message: `Several fixes have that name: ${names.join(', ')}${more}.`,
    remedy: `Choose one of those that patches lists with the filter advisory=${id}.`,
    status: 409,
  });
}
