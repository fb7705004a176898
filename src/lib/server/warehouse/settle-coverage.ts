import { coverageEndsAt } from '#core/sla/exception.ts';
import type { RankChange } from '#core/sla/exception.ts';
import { effectiveRank, isAbove } from '#core/policy/rank.ts';
import type { Rank } from '#core/policy/rank.ts';
import { rankMethodFor, policyInForce } from '#core/policy/policy.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { hasWorksheet } from '#core/exception/exception-content.ts';
import type { Approval } from '#core/exception/exception-state.ts';
import type { CoveredTarget, ExceptionBook } from './exception-book.ts';
import type { FactHistory } from './known-facts.ts';
import type { DeadlineContext, FindingLife } from './obligation-rows.ts';
import { lifeOfRow } from './reconcile-obligations.ts';
import type { TableRow } from './tables.ts';
import type { Writer } from './writer.ts';

export interface CoverageContext extends DeadlineContext {
  readonly writer: Writer;
  readonly exceptions: ExceptionBook;
}

/** The zone in which days are counted at an instant. */
export function zoneAt(policies: readonly PolicyVersion[], at: number): string {
  return policyInForce(policies, at)?.zone ?? 'UTC';
}

/** Write until when the approval of an exception holds, as known now; a row that no longer holds is superseded. */
export async function settleSpan(context: CoverageContext, exceptionId: string): Promise<void> {
  const { writer, exceptions, policies, seq } = context;
  const { approval, content } = exceptions.stateOf(exceptionId);
  if (approval === null || content === null) return;
  const end = exceptions.endOf(exceptionId, zoneAt(policies, approval.approvedAt));
  if (end === null) return;
  const key = [approval.approvedAt, end.at, end.why].join(' ');
  const rows = await writer.run('exception-spans', { exception_id: exceptionId });
  if (rows.some((row) => row.key === key)) return;
  if (rows.length > 0) await writer.run('supersede-exception-span', { exception_id: exceptionId, seq });
  writer.append('exception_span', [
    {
      exception_id: exceptionId,
      approved_at: approval.approvedAt,
      expires_at: approval.expiresAt,
      ends_at: end.at,
      end_why: end.why,
      level: approval.level,
      title: content.title,
      aim: content.aim,
      worksheet: hasWorksheet(content),
      opened_seq: seq,
      superseded_seq: null,
    },
  ]);
}

/** Write which findings an approval covers from when to when, as known now. `assetIds` null = of all assets. */
export async function settleCoverage(
  context: CoverageContext,
  exceptionId: string,
  assetIds: readonly string[] | null,
): Promise<void> {
  const { writer, exceptions, seq } = context;
  const { approval } = exceptions.stateOf(exceptionId);
  if (approval === null) return;
  const targets = exceptions
    .coveredBy(exceptionId)
    .filter(({ assetId }) => assetIds === null || assetIds.includes(assetId));
  if (targets.length === 0) return;
  const ids = targets.map(({ findingId }) => findingId);
  const none = { asset_ids: null, fixes: null, advice_keys: null };
  const rows = await writer.run('findings-to-reconcile', { ...none, finding_ids: ids });
  const lives = new Map(rows.map((row) => [row.findingId, lifeOfRow(row)]));
  const wanted = targets.flatMap((target) => {
    const life = lives.get(target.findingId);
    return life ? [coverageRow(context, { exceptionId, approval, target, life })] : [];
  });
  const present = await writer.run('exception-coverages', { exception_id: exceptionId, finding_ids: ids });
  const known = new Set(present.map(({ key }) => key));
  const wrong = [...known.difference(new Set(wanted.map(rowKey)))];
  if (wrong.length > 0)
    await writer.run('supersede-exception-coverages', { exception_id: exceptionId, keys: wrong, seq });
  writer.append(
    'exception_coverage',
    wanted.filter((row) => !known.has(rowKey(row))),
  );
}

/** As `exception-coverages` writes it. */
function rowKey(row: TableRow<'exception_coverage'>): string {
  return [row.finding_id, row.approved_at, row.covers_from, row.covers_until ?? ''].join(' ');
}

interface Covering {
  readonly exceptionId: string;
  readonly approval: Approval;
  readonly target: CoveredTarget;
  readonly life: FindingLife;
}

function coverageRow(
  context: CoverageContext,
  { exceptionId, approval, target, life }: Covering,
): TableRow<'exception_coverage'> {
  const { approvedAt, level } = approval;
  const from = target.caught ? Math.max(approvedAt, life.firstDetectedAt) : approvedAt;
  return {
    exception_id: exceptionId,
    asset_id: target.assetId,
    finding_id: target.findingId,
    approved_at: approvedAt,
    covers_from: from,
    covers_until: coversUntil(context, life, { from, level }),
    caught: target.caught,
    opened_seq: context.seq,
    superseded_seq: null,
  };
}

/** A finding that is more urgent than what was approved is not covered at all, or only until it became so. */
function coversUntil(
  { facts, policies }: DeadlineContext,
  life: FindingLife,
  { from, level }: { readonly from: number; readonly level: Rank },
): number | null {
  const history = facts.historyOf(life, rankMethodFor(policies, life.firstDetectedAt));
  const before =
    history.changes.filter(({ at }) => at <= from).at(-1)?.attributes ?? history.initial.attributes;
  if (isAbove(effectiveRank(before.rank ?? null), level)) return from;
  return coverageEndsAt(level, from, rankChanges(history));
}

function rankChanges({ initial, changes }: FactHistory): RankChange[] {
  let before = effectiveRank(initial.attributes.rank);
  return changes.map(({ at, cause, attributes }) => {
    const after = effectiveRank(attributes?.rank ?? null);
    const change = { at, kind: cause === 'kev' ? 'kev' : 're-rank', before, after } as const;
    before = after;
    return change;
  });
}
