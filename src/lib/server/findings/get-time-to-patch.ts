import type { PolicyRule } from '#core/policy/policy.ts';
import { ranks } from '#core/policy/rank.ts';
import type { Rank } from '#core/policy/rank.ts';
import { addDays, addMonths, localDate } from '#core/sla/calendar.ts';
import { parseDuration } from '#core/sla/duration.ts';
import { kaplanMeier, restrictedMean, survivalAt } from '#core/survival/kaplan-meier.ts';
import { logRank } from '#core/survival/log-rank.ts';
import { atRiskAtTimes } from '#core/survival/observation.ts';
import type { Observation } from '#core/survival/observation.ts';
import { survivalQuantile } from '#core/survival/quantile.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { policyBands } from '../policy/policy-bands.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { TimeToPatchRow } from '../warehouse/queries.gen.ts';
import { readCount, readRule, rulesOf } from './read-rule.ts';

/** Days at which the number at risk is printed. */
const RISK_DAYS = [0, 30, 60, 90] as const;
/** Horizon of the restricted mean, days. */
const HORIZON = 90;

export interface TimeToPatchQuery extends ViewInput {
  readonly rule?: string | undefined;
  /** Findings whose clock started within that many months before asOf; default 12. */
  readonly months?: string | undefined;
}

/**
 * How long findings stay open, by rank: Kaplan–Meier from the clock of one rule, whole local days, delayed entry at
 * first detection, open ones censored where a sufficient scan last saw them (sla.md, "Survival").
 * @throws AppError QUERY_INVALID
 */
export async function getTimeToPatch(app: App, viewer: Viewer, query: TimeToPatchQuery) {
  authorise(viewer, 'posture.read');
  const view = await resolveView(app, viewer, query);
  const rule = readRule(view, query.rule);
  const months = readCount(query.months, { field: 'months', least: 1, most: 120, otherwise: 12 });
  const to = localDate(Date.parse(view.asOf), view.zone);
  const from = addDays(addMonths(to, -months), 1);
  const rows = await app.warehouse.query('time-to-patch', {
    ...view.params,
    zone: view.zone,
    rule: rule.id,
    from_day: from,
    to_day: to,
  });
  const byRank = Map.groupBy(rows, ({ rank }) => rank);
  const groups = ranks.map((rank) => {
    const [aside, followed] = partition(byRank.get(rank) ?? []);
    const adjudicated = aside.reduce((sum, { n }) => sum + n, 0);
    return { rank, adjudicated, observations: followed.map(observation) };
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    rule: rule.id,
    ruleName: rule.name,
    rules: rulesOf(view),
    clock: rule.clock,
    months,
    from,
    to,
    zone: view.zone,
    rows: groups.map(({ rank, adjudicated, observations }) => ({
      ...rankRow(rank, observations, rule),
      /** Taken out by two persons, so not followed. */
      adjudicated,
    })),
    logRank: compare(groups.map(({ observations }) => observations)),
    policies: policyBands(view.policies, rule.id),
  };
}

/** Adjudicated ones, and those that are followed. */
function partition(rows: readonly TimeToPatchRow[]): [TimeToPatchRow[], TimeToPatchRow[]] {
  return [rows.filter(({ adjudicated }) => adjudicated), rows.filter(({ adjudicated }) => !adjudicated)];
}

function observation(row: { entry: number; exit: number; event: boolean; n: number }): Observation {
  return { entry: row.entry, exit: row.exit, event: row.event, count: row.n };
}

function rankRow(rank: Rank, observations: readonly Observation[], rule: PolicyRule) {
  const curve = kaplanMeier(observations);
  const median = survivalQuantile(curve, 0.5);
  const p90 = survivalQuantile(curve, 0.9);
  const limit = rule.limits[rank];
  const limitDays = daysOf(limit);
  const [d0 = 0, d30 = 0, d60 = 0, d90 = 0] = atRiskAtTimes(observations, RISK_DAYS);
  return {
    rank,
    n: curve.subjects,
    events: curve.events,
    censored: curve.censored,
    median: median.time,
    medianLower: median.lower,
    medianUpper: median.upper,
    p90: p90.time,
    p90Lower: p90.lower,
    p90Upper: p90.upper,
    /** Last day at which any of them was looked at: beyond it nothing is known. */
    followUp: curve.lastTime,
    /** Mean days open within the first 90. */
    restrictedMean: restrictedMean(curve, HORIZON),
    limit,
    limitDays,
    /** Share still open when the limit is over. */
    openAtLimit: survivalAt(curve, limitDays),
    atRisk: { d0, d30, d60, d90 },
    curve: curve.points.map((point) => ({
      day: point.time,
      survival: point.survival,
      lower: point.lower,
      upper: point.upper,
      atRisk: point.atRisk,
      events: point.events,
      censored: point.censored,
    })),
  };
}

/** A limit on the day axis: a month counts 30 days there. */
function daysOf(limit: string): number {
  const { unit, count } = parseDuration(limit);
  if (unit === 'hours') return count / 24;
  return unit === 'months' ? count * 30 : count;
}

function compare(groups: readonly (readonly Observation[])[]) {
  const filled = groups.filter((group) => group.length > 0);
  if (filled.length < 2) return null;
  const { chiSquare, degreesOfFreedom, pValue } = logRank(filled);
  return { chiSquare, degreesOfFreedom, pValue };
}
