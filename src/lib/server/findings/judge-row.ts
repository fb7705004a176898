import { policyInForce } from '#core/policy/policy.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { windowStart } from '#core/sla/due.ts';
import { judge } from '#core/sla/judge.ts';
import type { Judgement } from '#core/sla/judge.ts';
import type { FindingsRow } from '../warehouse/queries.gen.ts';

const NEVER = Number.NEGATIVE_INFINITY;
const at = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

/** What says when it was fixed: the host's own record, else the scan that proved it. */
function fixedBy(row: FindingsRow): 'record' | 'scan' {
  // A kernel has both dates: its record counts only from the boot that a scan then proves.
  return row.installedAt !== null && row.installedAt === row.resolvedAt ? 'record' : 'scan';
}

/**
 * Met, missed or unknown at asOf (sla.md, "Met, missed, unknown"), counted in the zone and coverage window of the
 * policy version that set the deadline; null without one.
 */
export function judgeRow(
  row: FindingsRow,
  { asOf, policies }: { asOf: string; policies: readonly PolicyVersion[] },
): Judgement | null {
  const { due, dueFrom } = row;
  const policy =
    policies.find((one) => one.version === row.policyVersion) ?? policyInForce(policies, Date.parse(asOf));
  if (due === null || dueFrom === null || !policy) return null;
  const dueAt = Date.parse(due);
  const validFrom = Date.parse(dueFrom);
  const window = windowStart(Math.max(dueAt, validFrom), policy.coverageWindow, policy.zone);
  return judge({
    dueAt,
    validFrom,
    zone: policy.zone,
    fixedAt: at(row.resolvedAt),
    fixedBy: row.resolvedAt === null ? null : fixedBy(row),
    verifiedAt: at(row.verifiedAt),
    sawFlawAfterDue: (at(row.lastSawFlaw) ?? NEVER) > dueAt,
    coveredAtDue: (at(row.lastBeforeDue) ?? NEVER) >= window,
    sufficientSinceDue: (at(row.lastSufficient) ?? NEVER) > dueAt,
    leftAt: at(row.leftAt),
    adjudicated: row.adjudicated,
    excepted: row.excepted,
    asOf: Date.parse(asOf),
  });
}
