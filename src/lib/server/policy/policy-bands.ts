import type { PolicyVersion } from '#core/policy/policy.ts';
import { ranks } from '#core/policy/rank.ts';

/** Which policy version was in force when, and what it changed for one rule: the ground behind every time axis. */
export interface PolicyBand {
  readonly version: number;
  readonly from: string;
  /** null = in force still. */
  readonly to: string | null;
  /** What changed against the version before, in words; empty for the first. */
  readonly change: string;
}

/** The bands of all versions, oldest first, for the limits of one rule. */
export function policyBands(policies: readonly PolicyVersion[], rule: string): PolicyBand[] {
  const ordered = policies.toSorted((a, b) => a.effectiveFromAt - b.effectiveFromAt || a.version - b.version);
  return ordered.map((policy, index) => {
    const next = ordered[index + 1];
    return {
      version: policy.version,
      from: new Date(policy.effectiveFromAt).toISOString(),
      to: next ? new Date(next.effectiveFromAt).toISOString() : null,
      change: changeOf(policy, ordered[index - 1], rule),
    };
  });
}

function changeOf(policy: PolicyVersion, before: PolicyVersion | undefined, rule: string): string {
  const limits = policy.rules.find(({ id }) => id === rule)?.limits;
  if (!before || !limits) return '';
  const old = before.rules.find(({ id }) => id === rule)?.limits;
  if (!old) return 'new rule';
  return ranks
    .filter((rank) => limits[rank] !== old[rank])
    .map((rank) => `${rank} ${days(limits[rank])}, was ${days(old[rank])}`)
    .join('; ');
}

/** `P30D` as `30 d`, `PT48H` as `48 h`, `P1M` as `1 month`. */
function days(limit: string): string {
  const count = Number(/\d+/.exec(limit)?.[0] ?? 0);
  if (limit.startsWith('PT')) return `${count} h`;
  return limit.endsWith('M') ? `${count} month${count === 1 ? '' : 's'}` : `${count} d`;
}
