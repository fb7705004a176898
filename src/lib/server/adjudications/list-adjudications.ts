import {
  adjudicationSubjects,
  claimVerdicts,
  findingVerdicts,
} from '#core/adjudication/adjudication-event.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { adjudicationRow } from './adjudication-row.ts';
import { queryAdjudications } from './query-adjudications.ts';

const sorts = ['since', 'asset', 'product'] as const;
const allowed = {
  status: ['waiting', 'in-force', 'ended'],
  verdict: [...findingVerdicts, ...claimVerdicts],
  subject: adjudicationSubjects,
};

export interface AdjudicationsQuery extends ViewInput, ListInput {
  readonly status?: string | undefined;
  readonly verdict?: string | undefined;
  /** finding, or claim = what another tool says of an asset. */
  readonly subject?: string | undefined;
  readonly asset?: string | undefined;
  readonly fix?: string | undefined;
  readonly product?: string | undefined;
  readonly q?: string | undefined;
}

/** What people adjudicated: proposals that wait first, then the newest. @throws AppError QUERY_INVALID */
export async function listAdjudications(app: App, viewer: Viewer, query: AdjudicationsQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rows = await queryAdjudications(app, view, {
    status: query.status ?? null,
    verdict: query.verdict ?? null,
    subject: query.subject ?? null,
    asset: query.asset ?? null,
    fix: query.fix ?? null,
    product: query.product ?? null,
    q: query.q ?? null,
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows[0]?.total ?? 0,
    waiting: rows[0]?.waiting ?? 0,
    rows: rows.map((row) => adjudicationRow(app, viewer, row)),
  };
}
