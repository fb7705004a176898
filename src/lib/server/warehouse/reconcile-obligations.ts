import type { ClosedSpan } from '#core/sla/build-obligations.ts';
import { obligationRows, rowKey } from './obligation-rows.ts';
import type { DeadlineContext, FindingLife } from './obligation-rows.ts';
import type { Writer } from './writer.ts';
import type { FindingsToReconcileRow } from './writes.gen.ts';

/** Whose deadlines to look at again; absent = of everything that is open. */
export interface ReconcileScope {
  readonly assetIds?: readonly string[];
  readonly fixes?: readonly string[];
  /** Keys that feeds are asked by. */
  readonly adviceKeys?: readonly string[];
  /** These findings, open or not. */
  readonly findingIds?: readonly string[];
}

/** Append the deadlines that an event made necessary; rows that are there stay as they are. */
export async function reconcileObligations(
  writer: Writer,
  context: DeadlineContext,
  scope: ReconcileScope,
): Promise<void> {
  const rows = await writer.run('findings-to-reconcile', {
    asset_ids: scope.assetIds ?? null,
    fixes: scope.fixes ?? null,
    advice_keys: scope.adviceKeys ?? null,
    finding_ids: scope.findingIds ?? null,
  });
  for (const row of rows) appendMissing(writer, context, row);
}

/** Append the deadlines that one finding lacks. */
export function appendMissing(writer: Writer, context: DeadlineContext, row: FindingsToReconcileRow): void {
  const present = new Set(row.obligations.split('\n'));
  const wanted = obligationRows(context, lifeOfRow(row));
  writer.append(
    'obligation',
    wanted.filter((one) => !present.has(rowKey(one))),
  );
}

/** A finding of the warehouse as its deadlines need it. */
export function lifeOfRow(row: FindingsToReconcileRow): FindingLife {
  return {
    assetId: row.assetId,
    findingId: row.findingId,
    fix: row.fix,
    adviceKey: row.adviceKey,
    firstDetectedAt: Date.parse(row.firstDetected),
    openedAt: Date.parse(row.openedAt),
    closed: readSpans(row),
  };
}

function readSpans({ closed }: FindingsToReconcileRow): ClosedSpan[] {
  if (closed === '') return [];
  return closed.split(',').map((text) => {
    const [from = '', until = '', state = ''] = text.split(' ');
    return {
      from: Number(from),
      until: until === '' ? null : Number(until),
      withdrawn: state !== 'fixed' && state !== 'removed',
    };
  });
}
