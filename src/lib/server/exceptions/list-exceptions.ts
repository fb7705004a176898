import { ranks } from '#core/policy/rank.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { exceptionRow } from './exception-row.ts';
import { queryExceptions } from './query-exceptions.ts';

const sorts = ['requested', 'ends', 'title', 'status', 'findings'] as const;
const statuses = [
  'draft',
  'requested',
  'in-assessment',
  'change-requested',
  'active',
  'suspended',
  'expired',
  'revoked',
  'refused',
  'withdrawn',
];
/** Groups of statuses, and what needs somebody. */
const groups = ['mine', 'waiting', 'ending', 'ended', 'suppressing', 'never-validated'];
const allowed = { status: [...statuses, ...groups], rank: ranks };

export interface ExceptionsQuery extends ViewInput, ListInput {
  readonly id?: string | undefined;
  readonly status?: string | undefined;
  /** Worst rank of the open findings it is about. */
  readonly rank?: string | undefined;
  readonly finding?: string | undefined;
  readonly control?: string | undefined;
  readonly q?: string | undefined;
}

/** Exceptions that match, one page of them: those that wait first, then what ends next. @throws AppError QUERY_INVALID */
export async function listExceptions(app: App, viewer: Viewer, query: ExceptionsQuery) {
  authorise(viewer, 'exception.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const [rows, [counts]] = await Promise.all([
    queryExceptions(app, view, {
      viewer: viewer.personId ?? '',
      ids: query.id === undefined ? null : [query.id],
      status: query.status ?? null,
      rank: query.rank ?? null,
      finding: query.finding ?? null,
      control: query.control ?? null,
      q: query.q ?? null,
      sort: readSort(query.sort, sorts),
      ...pageParams(query),
    }),
    app.warehouse.query('exception-counts', view.params),
  ]);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows[0]?.total ?? 0,
    waiting: rows[0]?.waiting ?? 0,
    counts: counts ?? noCounts,
    rows: rows.map((row) => exceptionRow(app, view, row)),
  };
}

const noCounts = {
  waiting: 0,
  oldestWaiting: null,
  active: 0,
  ending: 0,
  suppressing: 0,
  overdueFindings: 0,
  neverValidated: 0,
};
