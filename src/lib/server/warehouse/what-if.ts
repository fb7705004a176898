import { rankMethodFor } from '#core/policy/policy.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import type { Rank } from '#core/policy/rank.ts';
import { buildObligations, ruleIds } from '#core/sla/build-obligations.ts';
import type { ObligationHistory } from '#core/sla/build-obligations.ts';
import { countedRow, earliestBinding, rowInForce } from '#core/sla/obligation.ts';
import { fromOpening } from './obligation-rows.ts';
import type { DeadlineContext } from './obligation-rows.ts';
import { lifeOfRow } from './reconcile-obligations.ts';
import type { Writer } from './writer.ts';

/** What a version would change for one open finding if it also took what is open, from now on. */
export interface WhatIfRow {
  readonly findingId: string;
  readonly assetId: string;
  readonly unit: string | null;
  readonly product: string;
  readonly fix: string;
  /** null = not ranked. */
  readonly rank: Rank | null;
  /** UTC ms; null = no binding rule sets a deadline. */
  readonly dueBefore: number | null;
  readonly dueAfter: number | null;
}

/**
 * The deadlines of every open finding under the policies known and under one more, worked out by the very functions
 * that deadlines are built with. Nothing is written.
 */
export async function readWhatIf(
  writer: Writer,
  context: DeadlineContext,
  { policy, now }: { readonly policy: PolicyVersion; readonly now: number },
): Promise<WhatIfRow[]> {
  const all = { asset_ids: null, fixes: null, advice_keys: null, finding_ids: null };
  const rows = await writer.run('findings-to-reconcile', all);
  return rows.map((row) => {
    const life = lifeOfRow(row);
    const { initial, changes } = context.facts.historyOf(
      life,
      rankMethodFor(context.policies, life.firstDetectedAt),
    );
    const known = changes.filter(({ at }) => at <= now);
    const history = { initial, changes: known, closed: life.closed };
    const after = { ...history, policies: [...context.policies, policy] };
    const last = known.reduce((attributes, change) => ({ ...attributes, ...change.attributes }), {
      ...initial.attributes,
    });
    return {
      findingId: life.findingId,
      assetId: life.assetId,
      unit: last.unit ?? null,
      product: row.product,
      fix: life.fix,
      rank: last.rank,
      dueBefore: dueOf({ ...history, policies: context.policies }, now),
      dueAfter: dueOf(after, now),
    };
  });
}

function dueOf(history: ObligationHistory, now: number): number | null {
  const { policies } = history;
  const ranking = new Set(
    policies.flatMap(({ rules }) => rules.filter(({ task }) => task === 'rank').map(({ id }) => id)),
  );
  const inForce = ruleIds(policies)
    .filter((id) => !ranking.has(id))
    .flatMap((id) => rowInForce(buildObligations(history, id), now) ?? []);
  return earliestBinding(inForce)?.dueAt ?? null;
}

/** The deadlines that findings would have had if one version had always been in force. */
export interface AlwaysUnder {
  readonly policy: PolicyVersion;
  readonly rule: string;
  readonly findingIds: readonly string[];
  readonly now: number;
}

/** The deadline of one rule by which each finding would be judged, UTC ms; null = the rule sets none. Nothing is written. */
export async function readDeadlinesUnder(
  writer: Writer,
  context: DeadlineContext,
  { policy, rule, findingIds, now }: AlwaysUnder,
): Promise<ReadonlyMap<string, number | null>> {
  const none = { asset_ids: null, fixes: null, advice_keys: null };
  const rows = await writer.run('findings-to-reconcile', { ...none, finding_ids: [...findingIds] });
  const { alsoOpen: _alsoOpen, ...terms } = policy;
  const policies = [{ ...terms, effectiveFromAt: 0 }];
  return new Map(
    rows.map((row) => {
      const life = lifeOfRow(row);
      const facts = context.facts.historyOf(life, rankMethodFor(context.policies, life.firstDetectedAt));
      const changes = facts.changes.filter(({ at }) => at <= now);
      const history = { policies, initial: facts.initial, changes, closed: life.closed };
      const counted = countedRow(fromOpening(buildObligations(history, rule), life.openedAt));
      return [life.findingId, counted?.dueAt ?? null];
    }),
  );
}
