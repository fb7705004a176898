import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { assetClasses } from '../inventory/asset-attributes.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import { refinedFrom } from './refined-from.ts';
import type { PatchesParams, PatchesRow } from '../warehouse/queries.gen.ts';

const sorts = [
  'place',
  'rank',
  'due',
  'risk',
  'effort',
  'findings',
  'assets',
  'overdue',
  'age',
  'product',
] as const;
const allowed = {
  rank: ['severe', 'high', 'medium', 'low'],
  due: ['overdue', 'soon'],
  exploited: ['yes', 'no'],
  class: assetClasses,
  exception: ['covered', 'none'],
};

export interface PatchesQuery extends ViewInput, ListInput {
  readonly rank?: string | undefined;
  readonly due?: string | undefined;
  readonly exploited?: string | undefined;
  readonly class?: string | undefined;
  /** `none` leaves out what exceptions cover, `covered` shows that alone. */
  readonly exception?: string | undefined;
  readonly product?: string | undefined;
  /** An advisory that the fix brings, the newest or one that it carries as well; or the fix itself. */
  readonly advisory?: string | undefined;
  readonly cve?: string | undefined;
  readonly q?: string | undefined;
}

/** Fixes that open findings wait for, one page of them, in the order of the queue. @throws AppError QUERY_INVALID */
export async function listPatches(app: App, viewer: Viewer, query: PatchesQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rows = await queryPatches(app, view, {
    rank: query.rank ?? null,
    due: query.due ?? null,
    exploited: query.exploited ?? null,
    class: query.class ?? null,
    product: query.product ?? null,
    advisory: query.advisory ?? null,
    cve: query.cve ?? null,
    exception: query.exception ?? null,
    q: query.q ?? null,
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows[0]?.total ?? 0,
    findings: rows[0]?.totalFindings ?? 0,
    rows: rows.map(patchRow),
  };
}

/** Rows of the query with nothing filtered but what is given. */
export function queryPatches(
  app: App,
  view: View,
  filters: Partial<PatchesParams>,
): Promise<readonly PatchesRow[]> {
  const none = {
    fix: null,
    product: null,
    advisory: null,
    cve: null,
    class: null,
    rank: null,
    due: null,
    exploited: null,
    q: null,
  };
  const page = { exception: null, sort: null, everything: false, limit: 1, offset: 0 };
  return app.warehouse.query('patches', { ...view.params, ...none, ...page, ...filters });
}

/** A fix as lists show it. */
export function patchRow(row: PatchesRow) {
  const { total: _total, totalFindings: _findings, releasedDay, knownExploited, classes, ...rest } = row;
  const { install, reboot, restart, held, settings, advice, ...columns } = rest;
  return {
    ...columns,
    refinedFrom: refinedFrom(row),
    version: versionOf(row),
    released: row.released ?? releasedDay,
    knownExploited: knownExploited === '' ? null : knownExploited,
    classes: classes.split(','),
    effort: effortOf({ install, reboot, restart, held, settings, advice }, rest.steps),
  };
}

/**
 * What a fix takes, in actions on assets: to install it, to reboot for it, to restart what runs old code, to release a
 * package that is on hold, to apply settings where there is no update, to follow the advice of a tool whose check names
 * nothing to install; and whether its advisory asks for more.
 */
function effortOf(
  work: Pick<PatchesRow, 'install' | 'reboot' | 'restart' | 'held' | 'settings' | 'advice'>,
  steps: PatchesRow['steps'],
) {
  const actions = Object.values(work).reduce((sum, n) => sum + n, 0);
  return { actions, ...work, steps: steps !== null && work.settings === 0 };
}

/** The version that a fix brings; null for a fix named otherwise. */
function versionOf({ fix, product }: PatchesRow): string | null {
  const start = `security-update:${product}@`;
  return fix.startsWith(start) ? fix.slice(start.length) : null;
}
