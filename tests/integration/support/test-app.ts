import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openApp, type App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { readConfig } from '#lib/server/config.ts';
import type { Config } from '#lib/server/config.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import type { ViewInput } from '#lib/server/read-view.ts';
import { listScans } from '#lib/server/scans/list-scans.ts';
import { receiveEnvelope } from '#lib/server/scans/receive-envelope.ts';
import type { Receipt } from '#lib/server/scans/receive-envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { placeEmptyWarehouse } from './empty-warehouse.ts';
import { fastFolder } from '../../fast-folder.ts';

export const rootDir = resolve(import.meta.dirname, '../../..');

/** An installation in a directory of its own, with a clock that only the test moves. */
export interface TestSite {
  readonly dataDir: string;
  /** UTC ms. */
  now: number;
  /** What opening the warehouse reported. */
  readonly reports: string[];
  open(settings?: Partial<Config>): Promise<App>;
  remove(): void;
}

/** @param now where its clock stands, UTC ms */
export function makeSite(now: number, zone = 'UTC'): TestSite {
  const home = fastFolder('patchproof-warehouse-');
  const dataDir = join(home, 'data');
  const config: Config = {
    ...readConfig({ PATCHPROOF_DATA: dataDir, PATCHPROOF_KEY_FILE: join(home, 'master.key') }, rootDir),
    hostname: 'scanner',
    machineId: 'f'.repeat(32),
    zone,
  };
  const site: TestSite = {
    dataDir,
    now,
    reports: [],
    open: async (settings = {}) => {
      await placeEmptyWarehouse(dataDir, join(rootDir, 'migrations', 'warehouse'));
      return openApp(
        { ...config, ...settings },
        {
          clock: () => site.now,
          report: (line) => void site.reports.push(line),
          reportFailure: (error) => void site.reports.push(String(error)),
        },
      );
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
  return site;
}

/** Hand an envelope in as the operator, and wait until it is applied. */
export async function receive(app: App, envelope: Envelope): Promise<Receipt> {
  const receipt = receiveEnvelope(app, localOperator, envelope, { jobId: null, own: false });
  await app.warehouse.catchUp();
  return receipt;
}

/** Every read document in one view, as JSON: what must be the same whatever way the data took. */
export async function readEverything(app: App, view: ViewInput): Promise<Record<string, string>> {
  const findings = await listFindings(app, localOperator, view);
  const assets = await listAssets(app, localOperator, view);
  const documents: Record<string, unknown> = {
    findings,
    assets,
    scans: await listScans(app, localOperator, view),
    posture: await getPosture(app, localOperator, view),
    coverage: await getCoverage(app, localOperator, view),
  };
  for (const { id } of assets.rows)
    documents[`asset ${id}`] = await getAsset(app, localOperator, { ...view, id });
  for (const { id } of findings.rows) {
    documents[`finding ${id}`] = await getFinding(app, localOperator, { ...view, id });
    documents[`explain ${id}`] = await explainFinding(app, localOperator, { ...view, id });
  }
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [name, JSON.stringify(document)]),
  );
}

/** The lists alone, with the packages of every asset: what most comparisons need. */
export async function readLists(app: App, view: ViewInput): Promise<Record<string, string>> {
  const assets = await listAssets(app, localOperator, view);
  const packages = assets.rows.map(({ id }) => packagesOf(app, { ...view, id, knownAt: assets.knownAt }));
  const documents = {
    findings: await listFindings(app, localOperator, view),
    assets,
    packages: await Promise.all(packages),
  };
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [name, JSON.stringify(document)]),
  );
}

function packagesOf(
  app: App,
  { id, asOf, knownAt }: { id: string; asOf?: string | undefined; knownAt: number },
) {
  const view = { viewer_units: ['*'], as_of: asOf ?? new Date(app.clock()).toISOString(), known_at: knownAt };
  const page = { q: null, only: null, sort: null, limit: 1000, offset: 0 };
  return app.warehouse.query('packages', { ...view, asset_id: id, ...page });
}
