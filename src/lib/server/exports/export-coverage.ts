import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getCoverage } from '../inventory/get-coverage.ts';
import type { ViewInput } from '../read-view.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type AssetClass = Awaited<ReturnType<typeof getCoverage>>['rows'][number];

const columns: CsvColumns<AssetClass> = {
  class: (row) => row.class,
  assets: (row) => row.assets,
  reached: (row) => row.reached,
  credentialed: (row) => row.credentialed,
  complete: (row) => row.complete,
  fresh: (row) => row.fresh,
  stale: (row) => row.stale,
  uncredentialed: (row) => row.uncredentialed,
  failed: (row) => row.failed,
  never: (row) => row.never,
};

/** Coverage by class of asset, as CSV. */
export async function exportCoverage(app: App, viewer: Viewer, query: ViewInput): Promise<string> {
  return toCsv(columns, (await getCoverage(app, viewer, query)).rows);
}
