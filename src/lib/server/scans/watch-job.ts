import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { jobNotFound } from './cancel-scan.ts';
import { isUnfinished, jobView } from './job-view.ts';
import type { ScanJob } from './job-view.ts';

/** Changes are collected this long, so that a job of thousands of hosts does not flood its readers. */
const COLLECT_MS = 200;

/** A scan job now and after each change, the last time when it has ended. @throws AppError NOT_FOUND */
export async function* watchJob(
  app: App,
  viewer: Viewer,
  { id, signal }: { id: string; signal: AbortSignal },
): AsyncGenerator<ScanJob> {
  authorise(viewer, 'scan.read');
  let changed = true;
  let wake: (() => void) | null = null;
  const notify = () => {
    changed = true;
    wake?.();
  };
  const unsubscribe = app.jobs.subscribe(id, notify);
  signal.addEventListener('abort', notify);
  try {
    while (!signal.aborted) {
      const job = app.store.jobs.find(id);
      if (!job) throw jobNotFound();
      changed = false;
      yield jobView(app, job);
      if (!isUnfinished(job.state)) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (changed) resolve();
      });
      await new Promise((resolve) => setTimeout(resolve, COLLECT_MS));
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', notify);
  }
}
