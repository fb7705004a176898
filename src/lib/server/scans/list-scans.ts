import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { isNmapMissing } from './nmap-missing.ts';
import { jobView } from './job-view.ts';

const allowed = { outcome: ['complete', 'partial', 'failed'] };
const JOBS_SHOWN = 10;

export interface ScansQuery extends ViewInput, ListInput {
  readonly outcome?: string | undefined;
  /** Asset id. */
  readonly asset?: string | undefined;
}

/** Sealed scans of hosts, newest first, and the latest jobs. @throws AppError QUERY_INVALID */
export async function listScans(app: App, viewer: Viewer, query: ScansQuery) {
  authorise(viewer, 'scan.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rows = await app.warehouse.query('scans', {
    ...view.params,
    id: null,
    job_id: null,
    asset_id: query.asset ?? null,
    outcome: query.outcome ?? null,
    ...pageParams(query),
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, ...row }) => row),
  };
}

/** The latest scan jobs, newest first, and whether network scans are possible here. */
export function listScanJobs(app: App, viewer: Viewer) {
  authorise(viewer, 'scan.read');
  const jobs = app.store.jobs.list({ limit: JOBS_SHOWN }).map((job) => jobView(app, job));
  return { jobs, nmapMissing: isNmapMissing(process.env.PATH) };
}
