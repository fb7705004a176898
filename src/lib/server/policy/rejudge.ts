import type { PolicyRule, PolicyVersion } from '#core/policy/policy.ts';
import { addDays, localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { JudgedRow } from '../warehouse/queries.gen.ts';

/** Days that are looked back. */
const LOOK_BACK = 90;
/** Obligations that are judged again at most, the latest due first; more would keep the page waiting. */
const MOST = 20_000;

type Judged = Pick<JudgedRow, 'id' | 'outcome' | 'resolvedAt'>;

/**
 * What fell due in the last 90 days under the policies that were in force, judged again by the deadlines that a version
 * would have given, had it always been in force: the same findings, fixed when they were fixed. Only what is known to be
 * met or missed is judged again. null = no rule of the organisation's own on both sides.
 */
export async function rejudge(app: App, view: View, policy: PolicyVersion) {
  const [before, after] = [ownRule(view.policy), ownRule(policy)];
  if (before === null || after === null) return null;
  const now = Date.parse(view.asOf);
  const to = localDate(now, view.zone);
  const from = addDays(to, 1 - LOOK_BACK);
  const population = { rule: before.id, from_day: from, to_day: to, zone: view.zone };
  const every = { outcome: null, rank: null, q: null, sort: '-due', limit: MOST, offset: 0 };
  const all = await app.warehouse.query('judged', { ...view.params, ...population, ...every });
  const known = all.filter(({ outcome }) => isMet(outcome) || isMissed(outcome));
  const findingIds = known.map(({ id }) => id);
  const deadlines =
    findingIds.length === 0
      ? new Map<string, number | null>()
      : await app.warehouse.deadlinesUnder({ policy, rule: after.id, findingIds, now });
  const again = known.map((row) => outcomeUnder(row, deadlines.get(row.id) ?? null, now));
  const count = (outcome: string): number => again.filter((one) => one === outcome).length;
  return {
    from,
    to,
    rule: after.name,
    judged: known.length,
    /** More fell due than are judged again. */
    cut: (all[0]?.total ?? 0) > all.length,
    before: { met: known.filter(({ outcome }) => isMet(outcome)).length },
    after: {
      met: count('met'),
      missed: count('missed'),
      /** Open, and not due yet under the version. */
      pending: count('pending'),
      /** The version sets no deadline. */
      none: count('none'),
    },
  };
}

/** The rule that compliance is about when none is named. */
function ownRule({ rules }: Pick<PolicyVersion, 'rules'>): PolicyRule | null {
  return rules.find(({ binding, task }) => binding === 'own' && task === undefined) ?? null;
}

const isMet = (outcome: string): boolean => outcome === 'met';
const isMissed = (outcome: string): boolean => outcome === 'missed' || outcome === 'missed-not-rescanned';

function outcomeUnder({ resolvedAt }: Judged, dueAt: number | null, now: number) {
  if (dueAt === null) return 'none';
  if (resolvedAt !== null && Date.parse(resolvedAt) <= dueAt) return 'met';
  return resolvedAt === null && dueAt > now ? 'pending' : 'missed';
}
