import { rankMethodFor } from '#core/policy/policy.ts';
import { overrideTimeline } from '#core/ranking/override-timeline.ts';
import type { OverrideMoment } from '#core/ranking/override-timeline.ts';
import type { DeadlineContext, FindingLife } from './obligation-rows.ts';
import { lifeOfRow } from './reconcile-obligations.ts';
import type { TableRow } from './tables.ts';
import type { Writer } from './writer.ts';

/**
 * Write what became of the proposals of these findings as known now. Rows that still hold stay as they are; those that
 * an event made wrong are superseded by it.
 */
export async function settleOverrides(
  writer: Writer,
  context: DeadlineContext,
  findingIds: readonly string[],
): Promise<void> {
  if (findingIds.length === 0) return;
  const none = { asset_ids: null, fixes: null, advice_keys: null };
  const rows = await writer.run('findings-to-reconcile', { ...none, finding_ids: findingIds });
  await settleLives(writer, context, rows.map(lifeOfRow), () => context.seq);
}

/** As `settleOverrides`, of findings that were read, each for an event of its own. */
export async function settleLives(
  writer: Writer,
  context: DeadlineContext,
  lives: readonly FindingLife[],
  seqOf: (findingId: string) => number,
): Promise<void> {
  const ids = lives.map(({ findingId }) => findingId);
  const written = await writer.run('rank-overrides', { finding_ids: ids });
  const present = Map.groupBy(written, ({ findingId }) => findingId);
  for (const life of lives) {
    const seq = seqOf(life.findingId);
    const wanted = overrideRows({ ...context, seq }, life);
    const keys = new Set(wanted.map(rowKey));
    const known = new Set((present.get(life.findingId) ?? []).map(({ key }) => key));
    const wrong = [...known.difference(keys)];
    if (wrong.length > 0) await writer.run('supersede-rank-overrides', { keys: wrong, seq });
    writer.append(
      'rank_override',
      wanted.filter((one) => !known.has(rowKey(one))),
    );
  }
}

/** As `rank-overrides` writes it. */
function rowKey(row: TableRow<'rank_override'>): string {
  return [row.override_id, row.step, row.status, row.valid_from].join(' ');
}

function overrideRows({ facts, policies, seq }: DeadlineContext, life: FindingLife) {
  const events = facts.rankEventsOf(life, rankMethodFor(policies, life.firstDetectedAt));
  const steps = new Map<string, number>();
  return overrideTimeline(events).map((moment) => {
    const { id } = moment.override;
    const step = steps.get(id) ?? 0;
    steps.set(id, step + 1);
    return overrideRow(life, moment, { step, seq });
  });
}

function overrideRow(
  { assetId, findingId }: FindingLife,
  { override, status, at, rankBefore, ended }: OverrideMoment,
  { step, seq }: { readonly step: number; readonly seq: number },
): TableRow<'rank_override'> {
  return {
    asset_id: assetId,
    finding_id: findingId,
    override_id: override.id,
    step,
    status,
    valid_from: at,
    target: override.to,
    rank_before: rankBefore,
    basis_rank: override.basis.rank,
    basis_exploited: override.basis.exploited,
    reason: override.reason,
    evidence: JSON.stringify(override.evidence),
    proposed_by: override.proposedBy,
    proposed_at: override.proposedAt,
    approved_by: override.approvedBy,
    active_from: override.activeFrom,
    ended_why: ended?.why ?? null,
    ended_by: ended?.by ?? null,
    ended_reason: ended?.reason ?? null,
    opened_seq: seq,
    superseded_seq: null,
  };
}
