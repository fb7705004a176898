import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getAsset } from '../inventory/get-asset.ts';
import type { AssetQuery } from '../inventory/get-asset.ts';

/** One asset as the API and the command line give it: its lists whole, as plain arrays of rows. */
export async function assetDocument(app: App, viewer: Viewer, query: AssetQuery) {
  const { packages, findings, scans, ...document } = await getAsset(app, viewer, query);
  return { ...document, packages: packages.rows, findings: findings.rows, scans: scans.rows };
}
