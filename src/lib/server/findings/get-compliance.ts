import { ranks } from '#core/policy/rank.ts';
import { addDays, addMonths, localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { policyBands } from '../policy/policy-bands.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { ComplianceRow } from '../warehouse/queries.gen.ts';
import { readCount, readRule, rulesOf } from './read-rule.ts';

/** Days of the figure "on time lately". */
const LATELY = 90;

export interface ComplianceQuery extends ViewInput {
  readonly rule?: string | undefined;
  /** Months shown, the running one included; default 12. */
  readonly months?: string | undefined;
}

type Counts = Omit<ComplianceRow, 'day' | 'rank'>;

/**
 * What fell due was done in time: obligations of one rule by the month of their due-date cohort. Unknown counts as
 * not met at the lower end of the range and as met at the upper one; censored and adjudicated ones are outside and counted
 * apart.
 * @throws AppError QUERY_INVALID
 */
export async function getCompliance(app: App, viewer: Viewer, query: ComplianceQuery) {
  authorise(viewer, 'posture.read');
  const view = await resolveView(app, viewer, query);
  const rule = readRule(view, query.rule);
  const count = readCount(query.months, { field: 'months', least: 1, most: 120, otherwise: 12 });
  const to = localDate(Date.parse(view.asOf), view.zone);
  const months = monthsUntil(to, count);
  const first = `${months[0]}-01`;
  const lately = addDays(to, 1 - LATELY);
  const earlier = addDays(lately, -LATELY);
  const rows = await app.warehouse.query('compliance', {
    ...view.params,
    rule: rule.id,
    from_day: first < earlier ? first : earlier,
    to_day: to,
  });
  const shown = rows.filter(({ day }) => day >= first);
  const byMonth = Map.groupBy(shown, ({ day }) => day.slice(0, 7));
  const between = (from: string, until: string) => sum(rows.filter(({ day }) => day >= from && day < until));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    rule: rule.id,
    ruleName: rule.name,
    rules: rulesOf(view),
    zone: view.zone,
    from: first,
    to,
    rows: months.map((month) => ({ month, ...shares(sum(byMonth.get(month) ?? [])) })),
    ranks: ranks.map((rank) => ({ rank, ...shares(sum(shown.filter((row) => row.rank === rank))) })),
    /** The last 90 days up to asOf, and the 90 days before them: those as they look now, not as they looked then. */
    lately: { from: lately, to, ...shares(between(lately, addDays(to, 1))) },
    earlier: { from: earlier, to: addDays(lately, -1), ...shares(between(earlier, lately)) },
    policies: policyBands(view.policies, rule.id),
  };
}

/** The last months up to a day, oldest first, as `YYYY-MM`. */
function monthsUntil(day: string, count: number): string[] {
  const first = `${day.slice(0, 7)}-01`;
  return Array.from({ length: count }, (_, index) => addMonths(first, index + 1 - count).slice(0, 7));
}

function sum(rows: readonly Counts[]): Counts {
  const total = {
    met: 0,
    missed: 0,
    notRescanned: 0,
    unknown: 0,
    censored: 0,
    adjudicated: 0,
    excepted: 0,
    exceptedUnknown: 0,
  };
  for (const row of rows) {
    total.met += row.met;
    total.missed += row.missed;
    total.notRescanned += row.notRescanned;
    total.unknown += row.unknown;
    total.censored += row.censored;
    total.adjudicated += row.adjudicated;
    total.excepted += row.excepted;
    total.exceptedUnknown += row.exceptedUnknown;
  }
  return total;
}

function shares({ exceptedUnknown, ...counts }: Counts) {
  const all = counts.met + counts.missed + counts.unknown;
  const left = all - counts.excepted;
  const unknownLeft = counts.unknown - exceptedUnknown;
  return {
    all,
    ...counts,
    /** Proven on time, of all; null when nothing fell due. */
    lower: all === 0 ? null : counts.met / all,
    /** If every unknown one was on time. */
    upper: all === 0 ? null : (counts.met + counts.unknown) / all,
    /** The same without those that an exception covered when they were judged; a date never moves. */
    adjustedLower: left === 0 ? null : counts.met / left,
    adjustedUpper: left === 0 ? null : (counts.met + unknownLeft) / left,
  };
}
