import { targetWarnings } from '#scanners/target.ts';
import type { JobApp } from '../jobs/job-runner.ts';
import type { JobRow } from '../store/jobs.ts';
import { scanParams } from './scan-params.ts';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A scan job with its hosts, as pages and the event stream show it. */
export function jobView(app: JobApp, job: JobRow) {
  const params = scanParams.safeParse(job.params);
  return {
    id: job.id,
    kind: params.success ? kindOf(params.data.scanner) : job.kind,
    state: job.state,
    createdAt: new Date(job.createdAt).toISOString(),
    startedAt: iso(job.startedAt),
    finishedAt: iso(job.finishedAt),
    error: job.error,
    progress: job.progress,
    warnings: params.success ? targetWarnings(params.data.targets) : [],
    targets: app.store.jobs.targets(job.id).map(({ jobId: _jobId, startedAt, finishedAt, ...target }) => ({
      ...target,
      startedAt: iso(startedAt),
      finishedAt: iso(finishedAt),
    })),
  };
}

export type ScanJob = ReturnType<typeof jobView>;

function kindOf(scanner: string): string {
  return scanner === 'nmap' ? 'network' : scanner;
}

/** True while a job may still change. */
export function isUnfinished(state: string): boolean {
  return state === 'queued' || state === 'running';
}
