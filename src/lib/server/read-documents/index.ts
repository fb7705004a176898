import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { exportAssets, exportPackages } from '../exports/export-assets.ts';
import { exportFindings } from '../exports/export-findings.ts';
import { exportScans } from '../exports/export-scans.ts';
import { explainFinding } from '../findings/explain-finding.ts';
import { getFinding } from '../findings/get-finding.ts';
import { getPosture } from '../findings/get-posture.ts';
import { listFindings } from '../findings/list-findings.ts';
import { getCoverage } from '../inventory/get-coverage.ts';
import { listAssets } from '../inventory/list-assets.ts';
import { listScans } from '../scans/list-scans.ts';
import { assetDocument } from './asset-document.ts';
import { readDocumentInput } from './document-input.ts';
import type { DocumentInput, DocumentName, DocumentQuery } from './document-input.ts';
import { describeViewer } from './describe-viewer.ts';
import { verifyEvidence } from './verify-evidence.ts';

type Read<T = unknown> = (app: App, viewer: Viewer, input: DocumentInput) => T;

const listInput = ({ filters, id: _id, ...rest }: DocumentInput) => ({ ...filters, ...rest });
const assetInput = ({ id, asOf, knownAt, filters, sort, page, pageSize }: DocumentInput) => ({
  id,
  asOf,
  knownAt,
  packages: { ...filters, sort, page, pageSize },
});

/** What the API serves as `GET /api/v1/<name>` and the command line prints with `--json`: one source for both. */
export const readDocuments = {
  findings: (app, viewer, input) => listFindings(app, viewer, listInput(input)),
  finding: (app, viewer, input) => getFinding(app, viewer, input),
  assets: (app, viewer, input) => listAssets(app, viewer, listInput(input)),
  asset: (app, viewer, input) => assetDocument(app, viewer, assetInput(input)),
  posture: (app, viewer, input) => getPosture(app, viewer, input),
  coverage: (app, viewer, input) => getCoverage(app, viewer, input),
  explain: (app, viewer, input) => explainFinding(app, viewer, input),
  scans: (app, viewer, input) => listScans(app, viewer, listInput(input)),
  'log-verify': (app, viewer) => verifyEvidence(app, viewer),
  viewer: (_app, viewer) => describeViewer(viewer),
} as const satisfies Record<DocumentName, Read>;

/** The lists among them as CSV. */
export const csvDocuments = {
  findings: (app, viewer, input) => exportFindings(app, viewer, listInput(input)),
  assets: (app, viewer, input) => exportAssets(app, viewer, listInput(input)),
  asset: (app, viewer, input) => exportPackages(app, viewer, assetInput(input)),
  scans: (app, viewer, input) => exportScans(app, viewer, listInput(input)),
} as const satisfies Partial<Record<DocumentName, Read>>;

export type CsvName = keyof typeof csvDocuments;

/** The documents by name, as their readers see them. */
export type Documents = { [N in DocumentName]: Awaited<ReturnType<(typeof readDocuments)[N]>> };

/**
 * One document for one viewer.
 * @throws AppError QUERY_INVALID and what the use case throws
 */
export async function readDocument<N extends DocumentName>(
  app: App,
  viewer: Viewer,
  { name, query }: { readonly name: N; readonly query: DocumentQuery },
): Promise<Documents[N]> {
  const read: Read = readDocuments[name];
  // The registry ties each name to what its function returns; the compiler does not follow that through `N`.
  return (await read(app, viewer, readDocumentInput(name, query))) as Documents[N];
}

/** A list as CSV. @throws AppError QUERY_INVALID and what the use case throws */
export function readCsv(
  app: App,
  viewer: Viewer,
  { name, query }: { readonly name: CsvName; readonly query: DocumentQuery },
): Promise<string> {
  return csvDocuments[name](app, viewer, readDocumentInput(name, query));
}

/** Narrows a document's name to one that has a CSV form. */
export function isCsvName(name: DocumentName): name is CsvName {
  return Object.hasOwn(csvDocuments, name);
}
