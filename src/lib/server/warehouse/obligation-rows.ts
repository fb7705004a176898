import type { FindingChange } from '#core/advisory/finding-state.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { effectiveRank } from '#core/policy/rank.ts';
import { buildObligations, ruleIds } from '#core/sla/build-obligations.ts';
import type { ObligationInputs } from '#core/sla/build-obligations.ts';
import { causeText } from '#core/sla/obligation.ts';
import type { ObligationRow } from '#core/sla/obligation.ts';
import { findingId } from './finding-id.ts';
import type { OpenEdge } from './apply-scan.ts';
import type { TableRow } from './table-writer.ts';

/**
 * The first deadlines of every finding that a scan opened, one per rule. A package index gives no release date
 * and no rank: such a clock starts at first detection and its basis is `proxy`; the limit is that of high.
 */
export function obligationRows(
  policies: readonly PolicyVersion[],
  changes: readonly FindingChange[],
  edge: OpenEdge,
): TableRow<'obligation'>[] {
  return changes
    .filter((change) => change.isNew)
    .flatMap((change) => {
      const rows = firstRows(policies, change);
      return rows.map((row) => tableRow(policies, row, { change, edge }));
    });
}

function firstRows(policies: readonly PolicyVersion[], change: FindingChange): ObligationRow[] {
  const initial: ObligationInputs = {
    clocks: { firstDetectedAt: change.firstDetectedAt, released: null },
    attributes: { rank: null },
  };
  const history = { policies, initial, changes: [], closed: [] };
  return ruleIds(policies).flatMap((rule) => buildObligations(history, rule).slice(0, 1));
}

function tableRow(
  policies: readonly PolicyVersion[],
  row: ObligationRow,
  { change, edge }: { change: FindingChange; edge: OpenEdge },
): TableRow<'obligation'> {
  const policy = policies.find((one) => one.version === row.policyVersion);
  return {
    asset_id: edge.assetId,
    finding_id: findingId(edge.assetId, change),
    rule: row.rule,
    rule_name: policy?.rules.find((rule) => rule.id === row.rule)?.name ?? row.rule,
    binding: row.binding,
    policy_version: row.policyVersion,
    rank: effectiveRank(null),
    ranked: false,
    clock_start: row.clockStartAt,
    clock_basis: row.clockBasis,
    limit_duration: row.limit,
    due: row.dueAt,
    // A version first seen while an older one was missing: its clock began before this row.
    valid_from: Math.max(row.validFrom, edge.from),
    cause: causeText(row),
    opened_seq: edge.seq,
    superseded_seq: null,
  };
}
