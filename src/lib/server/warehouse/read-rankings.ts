import { rankMethodFor } from '#core/policy/policy.ts';
import { ranks } from '#core/policy/rank.ts';
import type { Rank } from '#core/policy/rank.ts';
import type { OverrideTarget } from '#core/ranking/override-event.ts';
import type { OverrideState } from '#core/ranking/override-state.ts';
import { reduceOverrides } from '#core/ranking/rank-override.ts';
import { buildObligations, ruleIds } from '#core/sla/build-obligations.ts';
import { earliestBinding, rowInForce } from '#core/sla/obligation.ts';
import type { DeadlineContext, FindingLife } from './obligation-rows.ts';
import { lifeOfRow } from './reconcile-obligations.ts';
import type { Writer } from './writer.ts';

/** The rank of one finding, and what each other rank would mean. */
export interface FindingRanking {
  readonly assetId: string;
  readonly findingId: string;
  readonly state: OverrideState;
  /** UTC ms of the deadline that operations follow; null = no rule sets one. */
  readonly dueAt: number | null;
  /** The same under another rank from now on. */
  readonly dueUnder: Readonly<Record<OverrideTarget, number | null>>;
}

/** Rankings with the event up to which they are known. */
export interface Rankings {
  readonly seq: number;
  readonly findings: ReadonlyMap<string, FindingRanking>;
}

/**
 * The rankings of findings at an instant, from the very facts that deadlines are built from: what a decision is
 * checked against is what it is applied to.
 */
export async function readRankings(
  writer: Writer,
  context: DeadlineContext,
  { findingIds, now }: { readonly findingIds: readonly string[]; readonly now: number },
): Promise<Rankings> {
  const none = { asset_ids: null, fixes: null, advice_keys: null };
  const rows = await writer.run('findings-to-reconcile', { ...none, finding_ids: findingIds });
  const findings = rows.map((row) => rankingOf(context, lifeOfRow(row), now));
  return { seq: context.seq, findings: new Map(findings.map((one) => [one.findingId, one])) };
}

function rankingOf(context: DeadlineContext, life: FindingLife, now: number): FindingRanking {
  const { facts, policies } = context;
  const events = facts.rankEventsOf(life, rankMethodFor(policies, life.firstDetectedAt));
  const state = reduceOverrides(events.filter(({ at }) => at <= now));
  const under = (to: OverrideTarget): number | null =>
    dueOf(context, life, { now, rank: to === 'automatic' ? state.automatic.rank : to });
  const [severe, high, medium, low] = ranks.map(under);
  return {
    assetId: life.assetId,
    findingId: life.findingId,
    state,
    dueAt: dueOf(context, life, { now }),
    dueUnder: {
      severe: severe ?? null,
      high: high ?? null,
      medium: medium ?? null,
      low: low ?? null,
      automatic: under('automatic'),
    },
  };
}

/** The deadline of the fix at an instant; with a rank as if somebody gave it that rank then. */
function dueOf(
  { facts, policies }: DeadlineContext,
  life: FindingLife,
  { now, rank }: { readonly now: number; readonly rank?: Rank | null },
): number | null {
  const { initial, changes } = facts.historyOf(life, rankMethodFor(policies, life.firstDetectedAt));
  const known = changes.filter(({ at }) => at <= now);
  const given = rank === undefined ? [] : [{ at: now, cause: 're-rank', attributes: { rank } } as const];
  const history = { policies, initial, changes: [...known, ...given], closed: life.closed };
  const inForce = ruleIds(policies)
    .filter(
      (id) => !policies.some(({ rules }) => rules.some((rule) => rule.id === id && rule.task === 'rank')),
    )
    .flatMap((id) => rowInForce(buildObligations(history, id), now) ?? []);
  return earliestBinding(inForce)?.dueAt ?? null;
}
