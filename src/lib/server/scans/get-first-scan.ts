import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { isUnfinished, jobView } from './job-view.ts';
import { isNmapMissing } from './nmap-missing.ts';

/** The job to show on a page that has nothing else to show yet. */
export function getFirstScan(app: App, viewer: Viewer) {
  authorise(viewer, 'scan.read');
  const jobs = app.store.jobs.list({ limit: 10 });
  const job = jobs.find((one) => isUnfinished(one.state)) ?? jobs.at(-1) ?? null;
  return {
    running: job !== null && isUnfinished(job.state),
    job: job ? jobView(app, job) : null,
    nmapMissing: isNmapMissing(process.env.PATH),
  };
}
