import type { FindingChange } from '#core/advisory/finding-state.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { emptyFold, foldScan, isSufficient } from '#core/inventory/fold-asset.ts';
import type { AssetChanges, AssetFold, AssetRow, ObservedScan } from '#core/inventory/fold-asset.ts';
import { splitRows } from '#core/inventory/package-facts.ts';
import type { PackageFacts } from '#core/inventory/package-facts.ts';
import { staleLimits } from '#core/policy/stale-limits.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import type { AppliedEvent, Evidence } from './evidence.ts';
import { findingId } from './finding-id.ts';
import { isAfter } from './last-scans.ts';
import type { LastScans } from './last-scans.ts';
import { obligationRows } from './obligation-rows.ts';
import type { TableRow } from './table-writer.ts';
import type { Writer } from './writer.ts';

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
  readonly lastScans: LastScans;
}

/** Apply one scan of one host: its row, and what it changes in the asset's inventory and findings. */
export async function applyScan(context: ApplyContext, scan: ScanEvent): Promise<void> {
  const { writer, evidence } = context;
  const manifest = evidence.manifest(scan.artifact);
  const observed = observedScan(context, scan, manifest);
  const sufficient = observed !== null && isSufficient(observed);
  await writer.append('scan', [scanRow(scan, manifest, sufficient)]);
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
  const fold = last.observed ? await loadFold(writer, scan.assetId, last.sufficient) : emptyFold;
  const { fold: next, changes } = foldScan(fold, observed);
  await writeChanges(context, { scan, at: observed.at, changes });
  if (next.tracker === fold.tracker) return;
  if (last.observed) await writer.run('delete-asset-state', { asset_id: scan.assetId });
  await saveTracker(writer, scan.assetId, next);
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

async function saveTracker(writer: Writer, assetId: string, fold: AssetFold): Promise<void> {
  await writer.append('asset_state', [{ asset_id: assetId, state: JSON.stringify(fold.tracker) }]);
}

interface ScanChanges {
  readonly scan: ScanEvent;
  /** Start of the scan, UTC ms: where the new rows begin and the old ones end. */
  readonly at: number;
  readonly changes: AssetChanges;
}

async function writeChanges(context: ApplyContext, { scan, at, changes }: ScanChanges): Promise<void> {
  const { writer } = context;
  const edge = { asset_id: scan.assetId, valid_to: new Date(at).toISOString(), seq: scan.event.seq };
  const { findings, packagesClosed, packagesOpened, asset, isFirst } = changes;
  if (packagesClosed.length > 0) await writer.run('close-packages', { ...edge, keys: packagesClosed });
  const known = findings.filter((change) => !change.isNew).map((change) => findingId(scan.assetId, change));
  if (known.length > 0) await writer.run('close-findings', { ...edge, keys: known });
  if (asset && !isFirst) await writer.run('close-asset', edge);
  const open = { from: at, seq: scan.event.seq, assetId: scan.assetId };
  await writer.append(
    'package_interval',
    packagesOpened.map((pkg) => packageRow(pkg, open)),
  );
  await writer.append(
    'finding_interval',
    findings.map((change) => findingRow(change, open)),
  );
  await writer.append('asset_interval', asset ? [assetIntervalRow(asset, open)] : []);
  await writer.append('obligation', obligationRows(context.policies, findings, open));
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
  let fold = emptyFold;
  for (const row of rows) {
    const manifest = context.evidence.manifest(row.artifact);
    const observed = observedScan(context, { ...scan, artifact: row.artifact }, manifest);
    if (!observed) continue;
    const { fold: next, changes } = foldScan(fold, observed);
    await writeChanges(context, { scan, at: observed.at, changes });
    fold = next;
  }
  await writer.run('delete-asset-state', { asset_id: scan.assetId });
  await saveTracker(writer, scan.assetId, fold);
}

export interface OpenEdge {
  readonly assetId: string;
  readonly from: number;
  readonly seq: number;
}

function edgeColumns({ assetId, from, seq }: OpenEdge) {
  const ends = { valid_to: null, closed_seq: null, superseded_seq: null };
  return { asset_id: assetId, valid_from: from, opened_seq: seq, ...ends };
}

function packageRow(pkg: PackageFacts, edge: OpenEdge): TableRow<'package_interval'> {
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
  };
}

function findingRow(change: FindingChange, edge: OpenEdge): TableRow<'finding_interval'> {
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
  };
}

function assetIntervalRow(asset: AssetRow, edge: OpenEdge): TableRow<'asset_interval'> {
  const { osId, osName, ...columns } = asset;
  return { ...edgeColumns(edge), ...columns, os_id: osId, os_name: osName };
}
