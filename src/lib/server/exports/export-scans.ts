import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { encodeEnvelope } from '#scanners/envelope.ts';
import { findScan } from '../scans/get-scan.ts';
import { listScans } from '../scans/list-scans.ts';
import type { ScansQuery } from '../scans/list-scans.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Scan = Awaited<ReturnType<typeof listScans>>['rows'][number];

const columns: CsvColumns<Scan> = {
  id: (row) => row.id,
  asset: (row) => row.asset,
  host: (row) => row.host,
  scanner: (row) => row.scanner,
  method: (row) => row.method,
  profile: (row) => row.profile,
  outcome: (row) => row.outcome,
  sufficient: (row) => row.sufficient,
  startedAt: (row) => row.startedAt,
  finishedAt: (row) => row.finishedAt,
  recordedAt: (row) => row.recordedAt,
  event: (row) => row.seq,
  failureCode: (row) => row.failureCode,
  failure: (row) => row.failureMessage,
  remedy: (row) => row.failureRemedy,
  sha256: (row) => row.artifact,
};

/** All host scans that match, as CSV. */
export async function exportScans(app: App, viewer: Viewer, query: ScansQuery): Promise<string> {
  const { rows } = await listScans(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}

/** The sealed envelope of one host scan, as its collector would have written it. @throws AppError NOT_FOUND */
export async function exportEnvelope(app: App, viewer: Viewer, id: string): Promise<Uint8Array> {
  authorise(viewer, 'evidence.export');
  const scan = await findScan(app, viewer, { id });
  const { personId: actor, via } = viewer;
  app.store.transaction(() =>
    app.store.log.append({
      kind: 'evidence.downloaded',
      object: id,
      body: { artifact: scan.artifact },
      actor,
      via,
    }),
  );
  const manifest = app.evidence.manifest(scan.artifact);
  const sections = new Map(manifest.sections.map((meta) => [meta.sha256, app.artifacts.get(meta.sha256)]));
  return encodeEnvelope({ manifest, sections });
}
