import { AppError } from '#core/errors.ts';
import { addDays, addMonths, localDate } from '#core/sla/calendar.ts';
import { isLocalDate } from '#core/time.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { readsAs } from '../exceptions/reads-as.ts';
import { readRule, rulesOf } from './read-rule.ts';
import { refinedFrom } from './refined-from.ts';

const sorts = ['due', 'asset', 'product', 'rank', 'outcome', 'daysLate'] as const;
const allowed = {
  outcome: [
    'met',
    'missed',
    'missed-not-rescanned',
    'late',
    'unknown',
    'censored',
    'adjudicated',
    'counted',
    'excepted',
  ],
  rank: ['severe', 'high', 'medium', 'low'],
};

export interface JudgedQuery extends ViewInput, ListInput {
  readonly rule?: string | undefined;
  /** `YYYY-MM`; absent = by `from` and `to`. */
  readonly cohort?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `late` = missed, rescanned or not; `counted` = all but censored and adjudicated. */
  readonly outcome?: string | undefined;
  readonly rank?: string | undefined;
  readonly q?: string | undefined;
}

/**
 * Obligations of one rule that were judged, one page of them: the population that compliance counts.
 * @throws AppError QUERY_INVALID, DATE_INVALID
 */
export async function listJudged(app: App, viewer: Viewer, query: JudgedQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rule = readRule(view, query.rule);
  const days = readDays(query, localDate(Date.parse(view.asOf), view.zone));
  const rows = await app.warehouse.query('judged', {
    ...view.params,
    zone: view.zone,
    rule: rule.id,
    from_day: days.from,
    to_day: days.to,
    outcome: query.outcome ?? null,
    rank: query.rank ?? null,
    q: query.q ?? null,
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    rule: rule.id,
    ruleName: rule.name,
    rules: rulesOf(view),
    zone: view.zone,
    ...days,
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, exceptionWorksheet: worksheet, scope, ...row }) => ({
      ...row,
      refinedFrom: refinedFrom(row),
      adjusted: row.exceptionId === null ? row.outcome : 'excepted',
      reads: row.exceptionId === null ? null : readsAs({ worksheet, rank: row.rank, scope }),
    })),
  };
}

function readDays({ cohort, from, to }: JudgedQuery, today: string): { from: string; to: string } {
  if (cohort !== undefined) {
    const first = `${cohort}-01`;
    if (!/^\d{4}-\d{2}$/.test(cohort) || !isLocalDate(first))
      throw invalid('cohort', 'a month such as 2026-05');
    return { from: first, to: addDays(addMonths(first, 1), -1) };
  }
  for (const [field, day] of Object.entries({ from, to })) {
    if (day !== undefined && !isLocalDate(day)) throw invalid(field, 'a day such as 2026-05-31');
  }
  const until = to ?? today;
  return { from: from ?? addDays(addMonths(until, -12), 1), to: until };
}

function invalid(field: string, wanted: string): AppError {
  return new AppError({
    code: 'DATE_INVALID',
    message: `The value of ${field} is no date.`,
    remedy: `Give ${wanted}.`,
    where: { field },
  });
}
