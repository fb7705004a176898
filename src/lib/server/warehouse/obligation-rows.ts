import { ranks } from '#core/policy/rank.ts';
import type { Rank } from '#core/policy/rank.ts';
import { rankMethodFor } from '#core/policy/policy.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { buildObligations, ruleIds } from '#core/sla/build-obligations.ts';
import type { ClosedSpan, ObligationHistory } from '#core/sla/build-obligations.ts';
import { localDate } from '#core/sla/calendar.ts';
import { windowStart } from '#core/sla/due.ts';
import { causeText, judgedAt } from '#core/sla/obligation.ts';
import type { ObligationRow } from '#core/sla/obligation.ts';
import type { FactHistory, KnownFacts } from './known-facts.ts';
import type { TableRow } from './tables.ts';

/** A finding as its deadlines need it. */
export interface FindingLife {
  readonly assetId: string;
  readonly findingId: string;
  readonly fix: string;
  /** What feeds are asked by, of the version installed when it began. */
  readonly adviceKey: string | null;
  /** UTC ms. */
  readonly firstDetectedAt: number;
  /** Start of the scan that showed it as a finding of its own; UTC ms. */
  readonly openedAt: number;
  readonly closed: readonly ClosedSpan[];
}

export interface DeadlineContext {
  readonly policies: readonly PolicyVersion[];
  readonly facts: KnownFacts;
  readonly seq: number;
}

/** All deadlines of a finding as known at an event, one list of rows per rule (sla.md, "Obligation"). */
export function obligationRows(context: DeadlineContext, life: FindingLife): TableRow<'obligation'>[] {
  const { policies, facts } = context;
  const known = facts.historyOf(life, rankMethodFor(policies, life.firstDetectedAt));
  const history = { policies, ...known, closed: life.closed };
  return ruleIds(policies).flatMap((rule) => {
    const rows = fromOpening(buildObligations(history, rule), life.openedAt);
    return rows.map((row) => tableRow(context, { row, life, known, history }));
  });
}

/** True when something known would change a deadline after `at`: those rows end with the finding. */
export function hasLaterSteps({ policies, facts }: DeadlineContext, life: FindingLife, at: number): boolean {
  if (policies.some(({ effectiveFromAt, alsoOpen }) => alsoOpen !== undefined && effectiveFromAt > at))
    return true;
  const { changes } = facts.historyOf(life, rankMethodFor(policies, life.firstDetectedAt));
  return changes.some((change) => change.at > at);
}

/** What tells two rows of a finding apart; as `findings-to-reconcile` writes it. */
export function rowKey(row: TableRow<'obligation'>): string {
  return [row.rule, row.policy_version, row.valid_from, row.due, row.withdrawn].join(' ');
}

/**
 * A version first seen while an older one was missing: its clock began before it was a finding of its own, and of
 * the rows from that time only the last one was ever in force.
 */
export function fromOpening(rows: readonly ObligationRow[], openedAt: number): ObligationRow[] {
  const before = rows.filter(({ validFrom }) => validFrom <= openedAt);
  const last = before.at(-1);
  const first = last && !last.withdrawn ? [{ ...last, validFrom: openedAt }] : [];
  return [...first, ...rows.slice(before.length)];
}

interface Built {
  readonly row: ObligationRow;
  readonly life: FindingLife;
  readonly known: FactHistory;
  readonly history: ObligationHistory;
}

function tableRow(context: DeadlineContext, { row, life, known }: Built): TableRow<'obligation'> {
  const policy = context.policies.find((one) => one.version === row.policyVersion);
  const rule = policy?.rules.find((one) => one.id === row.rule);
  const rank = rankAt(known, row.validFrom);
  const at = judgedAt(row);
  return {
    asset_id: life.assetId,
    finding_id: life.findingId,
    rule: row.rule,
    rule_name: rule?.name ?? row.rule,
    binding: row.binding,
    policy_version: row.policyVersion,
    rank: rank ?? 'high',
    ranked: rank !== null,
    clock_start: row.clockStartAt,
    clock_basis: row.clockBasis,
    limit_duration: row.limit,
    due: row.dueAt,
    valid_from: row.validFrom,
    cause: causeText(row),
    opened_seq: context.seq,
    superseded_seq: null,
    judged_at: at,
    covered_from: windowStart(at, policy?.coverageWindow ?? 'P30D', row.zone),
    cohort: localDate(at, row.zone),
    due_day: localDate(row.dueAt, row.zone),
    start_day: localDate(row.clockStartAt, row.zone),
    withdrawn: row.withdrawn,
    task: rule?.task ?? 'patch',
  };
}

function rankAt({ initial, changes }: FactHistory, at: number): Rank | null {
  const last = changes.findLast((change) => change.at <= at && change.attributes?.rank !== undefined);
  const rank = last?.attributes?.rank ?? initial.attributes.rank;
  return ranks.find((one) => one === rank) ?? null;
}
