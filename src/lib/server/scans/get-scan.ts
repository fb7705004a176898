import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { jobNotFound } from './cancel-scan.ts';
import { jobView } from './job-view.ts';

/** A scan job by its id, or the sealed result of one host by its scan id. @throws AppError NOT_FOUND */
export async function getScan(app: App, viewer: Viewer, input: ViewInput & { id: string }) {
  authorise(viewer, 'scan.read');
  const view = await resolveView(app, viewer, input);
  const base = { asOf: view.asOf, knownAt: view.knownAt };
  const job = app.store.jobs.find(input.id);
  if (job) return { ...base, job: jobView(app, job), scan: null, sections: [] };
  const scan = await findScan(app, viewer, input);
  const sections = app.evidence.manifest(scan.artifact).sections;
  return { ...base, job: null, scan, sections };
}

/** One sealed host scan that the viewer may see. @throws AppError NOT_FOUND */
export async function findScan(app: App, viewer: Viewer, input: ViewInput & { id: string }) {
  const view = await resolveView(app, viewer, input);
  const filters = { id: input.id, asset_id: null, job_id: null, outcome: null };
  const [row] = await app.warehouse.query('scans', { ...view.params, ...filters, limit: 1, offset: 0 });
  if (!row) throw jobNotFound();
  const { total: _total, ...scan } = row;
  return scan;
}
