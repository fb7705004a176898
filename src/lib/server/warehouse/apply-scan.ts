import { adviceKeyOf, adviceKeyText } from '#core/advisory/advice-key.ts';
import type { FindingChange } from '#core/advisory/finding-state.ts';
import { platformOf } from '#core/advisory/platform.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { emptyFold, foldScan, isSufficient } from '#core/inventory/fold-asset.ts';
import type { AssetChanges, AssetFold, AssetRow, ObservedScan } from '#core/inventory/fold-asset.ts';
import { splitRows } from '#core/inventory/package-facts.ts';
import type { PackageFacts } from '#core/inventory/package-facts.ts';
import { staleLimits } from '#core/policy/stale-limits.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import type { ClosedSpan } from '#core/sla/build-obligations.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import type { AppliedEvent, Evidence } from './evidence.ts';
import { findingId } from './finding-id.ts';
import { isAfter } from './last-scans.ts';
import type { LastScans } from './last-scans.ts';
import type { AdviceBook } from './advice-book.ts';
import { askFeeds } from './ask-feeds.ts';
import type { AssetMemory } from './asset-memory.ts';
import type { KnownFacts } from './known-facts.ts';
import { hasLaterSteps, obligationRows } from './obligation-rows.ts';
import type { FindingLife } from './obligation-rows.ts';
import { reconcileObligations } from './reconcile-obligations.ts';
import type { TableRow } from './tables.ts';
import type { Edge, Writer } from './writer.ts';

export interface ScanEvent {
  readonly event: AppliedEvent;
  readonly assetId: string;
  readonly artifact: string;
  readonly jobId: string | null;
}

export interface ApplyContext {
  readonly writer: Writer;
  readonly evidence: Evidence;
  readonly policies: readonly PolicyVersion[];
  readonly facts: KnownFacts;
  readonly lastScans: LastScans;
  readonly assets: AssetMemory;
  readonly advice: AdviceBook;
}

/** Apply one scan of one host: its row, and what it changes in the asset's inventory and findings. */
export async function applyScan(context: ApplyContext, scan: ScanEvent): Promise<void> {
  const { writer, evidence } = context;
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
  if (last.observed && isAfter(last.observed, observed)) {
    await refoldAsset(context, scan);
    return;
  }
  const kept = context.assets.get(scan.assetId);
  const fold = kept ?? (last.observed ? await loadFold(writer, scan.assetId, last.sufficient) : emptyFold);
  const { fold: next, changes } = foldScan(fold, observed);
  const written = { scan, at: observed.at, changes };
  writeIntervals(writer, written);
  await askAbout(context, scan, observed);
  await writeObligations(context, written);
  context.assets.set(scan.assetId, next);
  if (next.tracker !== fold.tracker) writer.keepState(scan.assetId, JSON.stringify(next.tracker));
}

/** What feeds say of everything installed, before deadlines rest on it. */
async function askAbout(
  context: ApplyContext,
  scan: ScanEvent,
  { observation }: ObservedScan,
): Promise<void> {
  const { advice } = context;
  if (!advice.hasFeeds()) return;
  const platform = platformOf(observation.os, observation.archives);
  if (platform === null) return;
  const keys = observation.packages.map((pkg) => adviceKeyText(adviceKeyOf(platform, pkg)));
  await askFeeds(
    context,
    scan.event,
    keys.filter((key) => !advice.isKnown(key)),
  );
}

export function scanIdOf(artifact: string): string {
  return artifact.slice(0, 32);
}

export function scanRow(scan: ScanEvent, manifest: EnvelopeManifest, sufficient: boolean): TableRow<'scan'> {
  return {
    asset_id: scan.assetId,
    seq: scan.event.seq,
    scanner: manifest.scanner,
    method: manifest.method,
    profile: manifest.profile,
    host: manifest.target.host,
    outcome: manifest.outcome,
    sufficient,
    started_at: Date.parse(manifest.startedAt),
    finished_at: Date.parse(manifest.finishedAt),
    recorded_at: Date.parse(scan.event.recordedAt),
    failure_code: manifest.failure?.code ?? null,
    failure_message: manifest.failure?.message ?? null,
    failure_remedy: manifest.failure?.remedy ?? null,
    artifact: scan.artifact,
    job_id: scan.jobId,
  };
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

async function loadFold(
  writer: Writer,
  assetId: string,
  previousSufficient: AssetFold['previousSufficient'],
): Promise<AssetFold> {
  const [state] = await writer.run('asset-state', { asset_id: assetId });
  const [packages] = await writer.run('current-packages', { asset_id: assetId });
  const [asset] = await writer.run('current-asset', { asset_id: assetId });
  return {
    tracker: state ? (JSON.parse(state.state) as AssetFold['tracker']) : emptyFold.tracker,
    previousSufficient,
    packages: splitRows(packages?.packages ?? null),
    asset: asset ? (asset as AssetRow) : null,
  };
}

interface ScanChanges {
  readonly scan: ScanEvent;
  /** Start of the scan, UTC ms: where the new rows begin and the old ones end. */
  readonly at: number;
  readonly changes: AssetChanges;
}

function writeIntervals(writer: Writer, { scan, at, changes }: ScanChanges): void {
  const edge = { assetId: scan.assetId, at, seq: scan.event.seq };
  const { findings, packagesClosed, packagesOpened, asset, isFirst } = changes;
  writer.close('package_interval', edge, packagesClosed);
  // In the order of changes: one scan may both begin and end a finding.
  for (const change of findings) {
    if (!change.isNew) writer.close('finding_interval', edge, [findingId(scan.assetId, change)]);
    writer.append('finding_interval', [findingRow(change, edge)]);
  }
  if (asset && !isFirst) writer.close('asset_interval', edge, ['']);
  writer.append(
    'package_interval',
    packagesOpened.map((pkg) => packageRow(pkg, edge)),
  );
  writer.append('asset_interval', asset ? [assetIntervalRow(asset, edge)] : []);
}

/** Deadlines of new findings; of closed ones those that would only begin later; of reopened ones what changed. */
async function writeObligations(context: ApplyContext, { scan, at, changes }: ScanChanges): Promise<void> {
  const { writer } = context;
  const deadlines = { ...context, seq: scan.event.seq };
  const reopened: string[] = [];
  const ended: string[] = [];
  for (const change of changes.findings) {
    const life = lifeOf(scan.assetId, [change]);
    if (change.isNew) writer.append('obligation', obligationRows(deadlines, life));
    else if (isClosed(change) && hasLaterSteps(deadlines, life, at)) ended.push(life.findingId);
    else if (change.snapshot.reopenedAt === at) reopened.push(life.findingId);
  }
  if (ended.length > 0) {
    await writer.run('supersede-future-obligations', {
      finding_ids: ended,
      at: new Date(at).toISOString(),
      seq: scan.event.seq,
    });
  }
  if (reopened.length > 0) await reconcileObligations(writer, deadlines, { findingIds: reopened });
}

function isClosed({ snapshot }: FindingChange): boolean {
  return snapshot.state === 'fixed' || snapshot.state === 'removed';
}

/** A finding over all rows it has, in their order. */
function lifeOf(assetId: string, rows: readonly [FindingChange, ...FindingChange[]]): FindingLife {
  const [first] = rows;
  const closed = rows.flatMap((row, index): ClosedSpan[] =>
    isClosed(row) ? [{ from: row.validFromAt, until: rows[index + 1]?.validFromAt ?? null }] : [],
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

/**
 * A scan that arrives late: fold all scans of the asset anew in the order of their start. The rows known until
 * now are superseded by this event, so that an answer given before stays reproducible.
 */
async function refoldAsset(context: ApplyContext, scan: ScanEvent): Promise<void> {
  const { writer } = context;
  const superseded = { asset_id: scan.assetId, seq: scan.event.seq };
  await writer.run('supersede-package', superseded);
  await writer.run('supersede-finding', superseded);
  await writer.run('supersede-asset', superseded);
  await writer.run('supersede-obligation', superseded);
  const rows = await writer.run('observed-scans', { asset_id: scan.assetId, method: 'credentialed' });
  const lives = new Map<string, [FindingChange, ...FindingChange[]]>();
  let fold = emptyFold;
  for (const row of rows) {
    const manifest = context.evidence.manifest(row.artifact);
    const observed = observedScan(context, { ...scan, artifact: row.artifact }, manifest);
    if (!observed) continue;
    const { fold: next, changes } = foldScan(fold, observed);
    writeIntervals(writer, { scan, at: observed.at, changes });
    await askAbout(context, scan, observed);
    for (const change of changes.findings) {
      const id = findingId(scan.assetId, change);
      const known = lives.get(id);
      if (known) known.push(change);
      else lives.set(id, [change]);
    }
    fold = next;
  }
  const deadlines = { ...context, seq: scan.event.seq };
  for (const life of lives.values())
    writer.append('obligation', obligationRows(deadlines, lifeOf(scan.assetId, life)));
  context.assets.set(scan.assetId, fold);
  writer.keepState(scan.assetId, JSON.stringify(fold.tracker));
}

function edgeColumns({ assetId, at, seq }: Edge) {
  const ends = { valid_to: null, closed_seq: null, superseded_seq: null };
  return { asset_id: assetId, valid_from: at, opened_seq: seq, ...ends };
}

function packageRow(pkg: PackageFacts, edge: Edge): TableRow<'package_interval'> {
  return {
    ...edgeColumns(edge),
    name: pkg.name,
    arch: pkg.arch,
    version: pkg.version,
    source: pkg.source,
    source_version: pkg.sourceVersion,
    held: pkg.held,
    candidate: pkg.candidate,
    security_version: pkg.securityVersion,
    phased: pkg.phased,
    origins: pkg.origins,
    installed_at: pkg.installedAt,
    module: pkg.module,
  };
}

function findingRow(change: FindingChange, edge: Edge): TableRow<'finding_interval'> {
  const { snapshot } = change;
  return {
    ...edgeColumns(edge),
    finding_id: findingId(edge.assetId, change),
    product: change.product,
    fix: change.fix,
    reopen_no: change.reopenNo,
    state: snapshot.state,
    packages: canonicalJson(snapshot.packages),
    first_detected: change.firstDetectedAt,
    detected_by: change.detectedBy,
    installed_at: snapshot.installedAt,
    fixed_at: snapshot.fixedAt,
    verified_at: snapshot.verifiedAt,
    verified_by: snapshot.verifiedBy,
    contradicted_by: snapshot.contradictedBy,
    reopened_at: snapshot.reopenedAt,
    flaw_seen_at: snapshot.flawSeenAt,
    advice_key: snapshot.adviceKey,
  };
}

function assetIntervalRow(asset: AssetRow, edge: Edge): TableRow<'asset_interval'> {
  const { osId, osName, ...columns } = asset;
  return { ...edgeColumns(edge), ...columns, os_id: osId, os_name: osName };
}
