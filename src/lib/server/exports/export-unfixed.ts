import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listUnfixed } from '../findings/list-unfixed.ts';
import type { UnfixedDocumentRow, UnfixedQuery } from '../findings/list-unfixed.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<UnfixedDocumentRow> = {
  cve: (row) => row.cve,
  product: (row) => row.product,
  state: (row) => row.state,
  announced: (row) => row.announced.join('; '),
  archives: (row) => row.archives.join('; '),
  vendorSays: (row) => row.notes.join('; '),
  assets: (row) => row.assets,
  rank: (row) => row.rank,
  knownExploited: (row) => row.knownExploited,
  epss: (row) => row.epss?.score ?? null,
  cvss: (row) => row.cvss?.score ?? null,
  since: (row) => row.since,
  platforms: (row) => row.platforms.join('; '),
  reported: (row) => row.reported,
  feed: (row) => row.record?.feed ?? null,
  file: (row) => row.record?.file ?? null,
  at: (row) => row.record?.at ?? null,
  workaround: (row) => row.workaround,
};

/** All flaws without a fix that match, as CSV. */
export async function exportUnfixed(app: App, viewer: Viewer, query: UnfixedQuery): Promise<string> {
  const { rows } = await listUnfixed(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}
