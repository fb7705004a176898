import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { inScope } from './audit-reach.ts';
import { engagementsInView } from './list-audits.ts';
import { requestsInView } from './request-book.ts';
import { orderOf, requestRow, requestSorts } from './request-row.ts';
import type { RequestRow } from './request-row.ts';

const statuses = ['open', 'answered', 'returned', 'accepted', 'withdrawn'];
/** Groups of statuses, and what needs somebody. */
const groups = ['waiting', 'overdue'];

export interface RequestsQuery extends ViewInput, ListInput {
  readonly engagement?: string | undefined;
  readonly status?: string | undefined;
  readonly q?: string | undefined;
}

/** Requests for evidence that match, one page of them, what waits and is due first. @throws AppError QUERY_INVALID */
export async function listRequests(app: App, viewer: Viewer, query: RequestsQuery) {
  authorise(viewer, 'audit.read');
  refuseUnknown({ ...query }, { status: [...statuses, ...groups] });
  const sort = readSort(query.sort, requestSorts);
  const { limit, offset } = pageParams(query);
  const view = await resolveView(app, viewer, query);
  const { engagements, seen } = engagementsInView(app, viewer, view);
  const known = requestsInView(app, viewer, view)
    .filter(({ state }) => inScope(state.content.unit, query.unit))
    .filter(({ state }) => query.engagement === undefined || state.content.engagement === query.engagement)
    .map((one) => ({ text: one.state.content.text, row: requestRow({ app, view, engagements }, one) }));
  const wanted = query.q?.toLowerCase() ?? '';
  const rows = known
    .filter(({ text, row }) => isStatus(row, query.status) && searched(text, row).includes(wanted))
    .map(({ row }) => row)
    .toSorted(orderOf(sort));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows.length,
    counts: countsOf(known.map(({ row }) => row)),
    engagements: seen,
    rows: rows.slice(offset, offset + limit),
  };
}

/** What stands in a list of requests, and what of it needs somebody. */
export function countsOf(rows: readonly RequestRow[]) {
  const waiting = rows.flatMap(({ waitingSince }) => waitingSince ?? []).sort();
  return {
    requests: rows.length,
    waiting: waiting.length,
    oldestWaiting: waiting[0] ?? null,
    overdue: rows.filter(({ overdue }) => overdue).length,
    answered: rows.filter(({ status }) => status === 'answered').length,
  };
}

function isStatus(row: RequestRow, status: string | undefined): boolean {
  if (status === undefined) return true;
  if (status === 'overdue') return row.overdue;
  return status === 'waiting' ? row.waitingSince !== null : row.status === status;
}

function searched(text: string, { id, title, requirement, about, auditor }: RequestRow): string {
  return [id, title, requirement, about?.label ?? '', auditor, text].join(' ').toLowerCase();
}
