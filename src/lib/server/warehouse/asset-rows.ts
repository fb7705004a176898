import type { FindingChange } from '#core/advisory/finding-state.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import type { AssetRow } from '#core/inventory/fold-asset.ts';
import type { PackageFacts } from '#core/inventory/package-facts.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import { findingId } from './finding-id.ts';
import type { ScanEvent } from './scan-event.ts';
import type { TableRow } from './tables.ts';
import type { Edge } from './writer.ts';

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
    told_os_id: null,
    told_os: null,
    narrow: null,
    replaced_seq: null,
  };
}

function edgeColumns({ assetId, at, seq }: Edge) {
  const ends = { valid_to: null, closed_seq: null, superseded_seq: null };
  return { asset_id: assetId, valid_from: at, opened_seq: seq, ...ends };
}

export function packageRow(pkg: PackageFacts, edge: Edge): TableRow<'package_interval'> {
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

export function holdingRow(holdingNo: number, edge: Edge): TableRow<'holding_interval'> {
  return { ...edgeColumns(edge), holding_no: holdingNo };
}

export function findingRow(change: FindingChange, edge: Edge): TableRow<'finding_interval'> {
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

export function assetIntervalRow(asset: AssetRow, edge: Edge): TableRow<'asset_interval'> {
  const { osId, osName, ...columns } = asset;
  return { ...edgeColumns(edge), ...columns, os_id: osId, os_name: osName };
}
