import type { FindingChange } from '#core/advisory/finding-state.ts';
import { emptyFold, foldScan, isSufficient } from '#core/inventory/fold-asset.ts';
import type { AssetFold, ObservedScan } from '#core/inventory/fold-asset.ts';
import { staleLimits } from '#core/policy/stale-limits.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import type { ApplyContext } from './apply-context.ts';
import { scanIdOf, scanRow } from './asset-rows.ts';
import { answersBy, applySteps, askAbout, feedChanges, stepTimes } from './feed-steps.ts';
import { findingId } from './finding-id.ts';
import { isAfter } from './last-scans.ts';
import { loadFold } from './load-fold.ts';
import { obligationRows } from './obligation-rows.ts';
import type { ScanEvent } from './scan-event.ts';
import { stepsBy } from './step-book.ts';
import { lifeOf, writeHoldings, writeIntervals, writeObligations } from './write-changes.ts';

/** Apply one scan of one host: its row, and what it changes in the asset's inventory and findings. */
export async function applyScan(context: ApplyContext, scan: ScanEvent): Promise<void> {
  const { writer, evidence, advice } = context;
  const manifest = evidence.manifest(scan.artifact);
  const observed = observedScan(context, scan, manifest);
  const sufficient = observed !== null && isSufficient(observed);
  writer.append('scan', [scanRow(scan, manifest, sufficient)]);
  if (!observed) return;
  const last = context.lastScans.of(scan.assetId, 'credentialed');
  context.lastScans.note(scan.assetId, 'credentialed', {
    at: observed.at,
    scanId: observed.scanId,
    sufficient,
  });
  await askAbout(context, scan, observed);
  const isLate = last.observed !== null && isAfter(last.observed, observed);
  const kept = context.assets.get(scan.assetId);
  const fold = kept ?? (last.observed ? await loadFold(writer, scan.assetId, last.sufficient) : emptyFold);
  // What feeds said meanwhile was folded already: it comes after this scan in the order of time.
  if (
    isLate ||
    stepTimes(context, { assetId: scan.assetId, fold }, { from: observed.at, to: Infinity }).length > 0
  ) {
    await refoldAsset(context, scan);
    return;
  }
  const { fold: next, changes } = foldScan(
    fold,
    observed,
    answersBy(advice, observed.at),
    stepsBy(context, scan.assetId, observed.at),
  );
  const written = { assetId: scan.assetId, seq: scan.event.seq, at: observed.at, changes };
  writeIntervals(writer, written);
  writeHoldings(context, written);
  await writeObligations(context, written);
  await keepFold(context, scan, { before: fold, folded: next, from: observed.at });
}

interface Folded {
  readonly before: AssetFold;
  readonly folded: AssetFold;
  /** Start of the scan that was folded last, UTC ms. */
  readonly from: number;
}

/** Fold what feeds said since the scan began, and keep the state for the next one. */
async function keepFold(
  context: ApplyContext,
  { assetId, event: { seq } }: ScanEvent,
  { before, folded, from }: Folded,
): Promise<void> {
  const steps: { readonly at: number; readonly findings: readonly FindingChange[] }[] = [];
  const times = stepTimes(context, { assetId, fold: folded }, { from, to: Infinity });
  const onChanges = (at: number, findings: readonly FindingChange[]) => void steps.push({ at, findings });
  const next = applySteps(context, folded, { assetId, seq, times, onChanges });
  for (const { at, findings } of steps) {
    await writeObligations(context, { assetId, seq, at, changes: feedChanges(findings) });
  }
  context.assets.set(assetId, next);
  if (next.tracker !== before.tracker) context.writer.keepState(assetId, JSON.stringify(next.tracker));
}

function observedScan(
  { evidence, policies }: ApplyContext,
  { artifact }: ScanEvent,
  manifest: EnvelopeManifest,
): ObservedScan | null {
  if (manifest.outcome === 'failed') return null;
  const observation = evidence.observation(artifact);
  if (!observation) return null;
  const at = Date.parse(manifest.startedAt);
  return {
    scanId: scanIdOf(artifact),
    at,
    outcome: manifest.outcome,
    observation,
    address: manifest.target.address,
    limits: staleLimits(policies, at),
  };
}

/**
 * A scan that arrives late: fold all scans of the asset anew in the order of their start. The rows known until
 * now are superseded by this event, so that an answer given before stays reproducible.
 */
async function refoldAsset(context: ApplyContext, scan: ScanEvent): Promise<void> {
  const { writer, advice } = context;
  const { assetId } = scan;
  const { seq } = scan.event;
  for (const table of ['package', 'holding', 'finding', 'asset', 'obligation'] as const)
    await writer.run(`supersede-${table}`, { asset_id: assetId, seq });
  const rows = await writer.run('observed-scans', { asset_id: assetId, method: 'credentialed' });
  const lives = new Map<string, [FindingChange, ...FindingChange[]]>();
  const live = (findings: readonly FindingChange[]) => {
    for (const change of findings) {
      const id = findingId(assetId, change);
      const known = lives.get(id);
      if (known) known.push(change);
      else lives.set(id, [change]);
    }
  };
  const scans = rows.flatMap(({ artifact }): ObservedScan[] => {
    const manifest = context.evidence.manifest(artifact);
    const observed = observedScan(context, { ...scan, artifact }, manifest);
    return observed ? [observed] : [];
  });
  let fold = emptyFold;
  for (const [index, observed] of scans.entries()) {
    await askAbout(context, scan, observed);
    const { fold: next, changes } = foldScan(
      fold,
      observed,
      answersBy(advice, observed.at),
      stepsBy(context, assetId, observed.at),
    );
    const written = { assetId, seq, at: observed.at, changes };
    writeIntervals(writer, written);
    writeHoldings(context, written);
    live(changes.findings);
    const span = { from: observed.at, to: (scans[index + 1]?.at ?? Infinity) - 1 };
    const times = stepTimes(context, { assetId, fold: next }, span);
    const onChanges = (_at: number, findings: readonly FindingChange[]) => live(findings);
    fold = applySteps(context, next, { assetId, seq, times, onChanges });
  }
  const deadlines = { ...context, seq };
  for (const life of lives.values())
    writer.append('obligation', obligationRows(deadlines, lifeOf(assetId, life)));
  context.assets.set(assetId, fold);
  writer.keepState(assetId, JSON.stringify(fold.tracker));
}
