import { hasEnded, isWithdrawn } from '#core/advisory/finding-state.ts';
import type { FindingChange } from '#core/advisory/finding-state.ts';
import type { AssetChanges } from '#core/inventory/fold-asset.ts';
import type { Holding } from '#core/inventory/holdings.ts';
import type { ClosedSpan } from '#core/sla/build-obligations.ts';
import type { ApplyContext } from './apply-context.ts';
import { assetIntervalRow, findingRow, holdingRow, packageRow } from './asset-rows.ts';
import { findingId } from './finding-id.ts';
import { hasLaterSteps, obligationRows } from './obligation-rows.ts';
import type { FindingLife } from './obligation-rows.ts';
import { reconcileObligations } from './reconcile-obligations.ts';
import type { Writer } from './writer.ts';

/** What a scan, or something that feeds began to say, changed of one asset. */
export interface WrittenChanges {
  readonly assetId: string;
  /** Event that recorded it. */
  readonly seq: number;
  /** Where the new rows begin and the old ones end: the start of the scan, UTC ms. */
  readonly at: number;
  readonly changes: AssetChanges;
}

/** Ends the rows that no longer hold and appends those that do. */
export function writeIntervals(writer: Writer, { assetId, seq, at, changes }: WrittenChanges): void {
  const edge = { assetId, at, seq };
  const { findings, packagesClosed, packagesOpened, asset, isFirst } = changes;
  writer.close('package_interval', edge, packagesClosed);
  // In the order of changes: one scan may both begin and end a finding.
  for (const change of findings) {
    if (!change.isNew) writer.close('finding_interval', edge, [findingId(assetId, change)]);
    writer.append('finding_interval', [findingRow(change, edge)]);
  }
  if (asset && !isFirst) writer.close('asset_interval', edge, ['']);
  writer.append(
    'package_interval',
    packagesOpened.map((pkg) => packageRow(pkg, edge)),
  );
  writer.append('asset_interval', asset ? [assetIntervalRow(asset, edge)] : []);
}

/** The same for what is held of each product: only scans change it. */
export function writeHoldings(
  { writer, holdings }: Pick<ApplyContext, 'writer' | 'holdings'>,
  { assetId, seq, at, changes: { holdings: changed } }: WrittenChanges,
): void {
  const edge = { assetId, at, seq };
  const numbered = (held: readonly Holding[]) => held.map((one) => holdings.numberOf(writer, one, seq));
  writer.close('holding_interval', edge, numbered(changed.closed).map(String));
  writer.append(
    'holding_interval',
    numbered(changed.opened).map((number) => holdingRow(number, edge)),
  );
}

/** Deadlines of what one scan, or one step of feeds, changed on one asset. */
export function writeObligations(context: ApplyContext, written: WrittenChanges): Promise<void> {
  return writeAllObligations(context, written.seq, [written]);
}

/**
 * Deadlines of new findings; of ended ones those that would only begin later; of withdrawn and reopened ones what
 * changed. The findings of many assets are settled together.
 */
export async function writeAllObligations(
  context: ApplyContext,
  seq: number,
  all: readonly WrittenChanges[],
): Promise<void> {
  const { writer } = context;
  const deadlines = { ...context, seq };
  const changed: string[] = [];
  const ended = new Map<number, string[]>();
  for (const { assetId, at, changes } of all) {
    for (const change of changes.findings) {
      const life = lifeOf(assetId, [change]);
      const { snapshot } = change;
      if (change.isNew) writer.append('obligation', obligationRows(deadlines, life));
      else if (hasEnded(snapshot) && hasLaterSteps(deadlines, life, at))
        ended.set(at, [...(ended.get(at) ?? []), life.findingId]);
      if (isWithdrawn(snapshot) || (!change.isNew && !hasEnded(snapshot) && snapshot.reopenedAt === at))
        changed.push(life.findingId);
    }
  }
  for (const [at, finding_ids] of ended)
    await writer.run('supersede-future-obligations', { finding_ids, at: new Date(at).toISOString(), seq });
  if (changed.length > 0) await reconcileObligations(writer, deadlines, { findingIds: changed });
}

/** A finding over all rows it has, in their order. */
export function lifeOf(assetId: string, rows: readonly [FindingChange, ...FindingChange[]]): FindingLife {
  const [first] = rows;
  const closed = rows.flatMap((row, index): ClosedSpan[] =>
    hasEnded(row.snapshot)
      ? [
          {
            from: row.validFromAt,
            until: rows[index + 1]?.validFromAt ?? null,
            withdrawn: isWithdrawn(row.snapshot),
          },
        ]
      : [],
  );
  return {
    assetId,
    findingId: findingId(assetId, first),
    fix: first.fix,
    adviceKey: rows.find(({ snapshot }) => snapshot.adviceKey !== null)?.snapshot.adviceKey ?? null,
    firstDetectedAt: first.firstDetectedAt,
    openedAt: first.validFromAt,
    closed,
  };
}
