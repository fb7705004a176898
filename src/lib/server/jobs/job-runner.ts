import { EventEmitter } from 'node:events';
import { isAppError, publicFailure } from '#core/errors.ts';
import type { Failure } from '#core/errors.ts';
import type { App } from '../app.ts';
import { newId } from '../store/random-id.ts';
import type { JobRow, JobTargetRow } from '../store/jobs.ts';
import { isJobKind, jobKinds } from './job-kinds.ts';
import type { JobKind } from './job-kinds.ts';
import type { Via } from '../log/event-log.ts';

/** The parts of the application that a job may use: all but the runner itself. */
export type JobApp = Omit<App, 'jobs' | 'close'>;

export interface NewJobRequest {
  readonly kind: JobKind;
  readonly params: unknown;
  readonly requestedBy: string | null;
  readonly via: Via;
}

/** What a running job may do. */
export interface JobContext {
  readonly app: JobApp;
  readonly job: JobRow;
  readonly signal: AbortSignal;
  progress(progress: unknown): void;
  target(target: Omit<JobTargetRow, 'jobId'>): void;
}

export interface JobRunner {
  /** Record a job and start it when a place is free. */
  enqueue(request: NewJobRequest): string;
  cancel(id: string, actor: { personId: string | null; via: Via }): void;
  /** Called with the job's id whenever something about it changed; returns the way to stop listening. */
  subscribe(id: string, listener: () => void): () => void;
  recordInterrupted(): void;
  /** Begin working off the queue. */
  start(): void;
  /** Abort what runs, record it as interrupted, and wait until it has ended. */
  stop(): Promise<void>;
}

const MAX_RUNNING = 2;

const interrupted: Failure = {
  code: 'INTERRUPTED',
  message: 'The server stopped while this ran.',
  remedy: 'Start it again; what was already received is kept.',
};

export function createJobRunner(app: JobApp): JobRunner {
  const bus = new EventEmitter().setMaxListeners(0);
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  let started = false;
  let stopping = false;

  const fill = () => {
    while (started && !stopping && running.size < MAX_RUNNING) {
      const job = app.store.jobs.claimNext(app.clock());
      if (!job) return;
      const abort = new AbortController();
      const done = runJob(app, { job, abort, bus, isStopping: () => stopping }).finally(() => {
        running.delete(job.id);
        fill();
      });
      running.set(job.id, { abort, done });
    }
  };

  return {
    enqueue: (request) => {
      const id = recordRequest(app, request);
      fill();
      return id;
    },
    cancel: (id, actor) => {
      const state = app.store.transaction(() => {
        const body = { jobId: id };
        app.store.log.append({
          kind: 'job.cancel-requested',
          object: id,
          body,
          actor: actor.personId,
          via: actor.via,
        });
        return app.store.jobs.requestCancel(id, app.clock());
      });
      if (state === 'running') running.get(id)?.abort.abort();
      bus.emit(id);
    },
    subscribe: (id, listener) => {
      bus.on(id, listener);
      return () => void bus.off(id, listener);
    },
    recordInterrupted: () => recordInterrupted(app),
    start: () => {
      started = true;
      fill();
    },
    stop: async () => {
      stopping = true;
      for (const { abort } of running.values()) abort.abort();
      await Promise.all([...running.values()].map((one) => one.done));
      recordInterrupted(app);
    },
  };
}

function recordRequest(app: JobApp, request: NewJobRequest): string {
  const id = newId();
  app.store.transaction(() => {
    app.store.log.append({
      kind: 'job.requested',
      object: id,
      body: { kind: request.kind, params: request.params },
      actor: request.requestedBy,
      via: request.via,
    });
    app.store.jobs.enqueue({ id, ...request, createdAt: app.clock() });
  });
  return id;
}

/** Jobs that no process runs any more: after a crash, or at a stop. Never shown as complete. */
function recordInterrupted(app: JobApp): void {
  app.store.transaction(() => {
    for (const job of app.store.jobs.interruptRunning(app.clock(), interrupted)) {
      const body = { jobId: job.id, kind: job.kind };
      app.store.log.append({ kind: 'job.interrupted', object: job.id, body, actor: null, via: 'system' });
    }
  });
}

interface Run {
  readonly job: JobRow;
  readonly abort: AbortController;
  readonly bus: EventEmitter;
  readonly isStopping: () => boolean;
}

async function runJob(app: JobApp, { job, abort, bus, isStopping }: Run): Promise<void> {
  const context: JobContext = {
    app,
    job,
    signal: abort.signal,
    progress: (progress) => {
      app.store.jobs.setProgress(job.id, progress);
      bus.emit(job.id);
    },
    target: (target) => {
      app.store.jobs.setTarget({ jobId: job.id, ...target });
      bus.emit(job.id);
    },
  };
  const failure = await attempt(context);
  // A stopping server leaves the job running in the store; `stop` records it as interrupted.
  if (isStopping() && abort.signal.aborted) return;
  const state = endOf(abort.signal, failure);
  app.store.transaction(() => {
    const finishedAt = app.clock();
    if (!app.store.jobs.finish(job.id, { state, finishedAt, error: failure ?? undefined })) return;
    const body = { jobId: job.id, state, code: failure?.code ?? null };
    app.store.log.append({ kind: 'job.finished', object: job.id, body, actor: null, via: 'job' });
  });
  bus.emit(job.id);
}

function endOf(signal: AbortSignal, failure: Failure | null): 'cancelled' | 'failed' | 'succeeded' {
  if (signal.aborted) return 'cancelled';
  return failure ? 'failed' : 'succeeded';
}

async function attempt(context: JobContext): Promise<Failure | null> {
  const { kind } = context.job;
  if (!isJobKind(kind)) {
    return {
      code: 'JOB_UNKNOWN',
      message: `No job is called ${kind}.`,
      remedy: 'Start it again from its page.',
    };
  }
  try {
    await jobKinds[kind](context);
    return null;
  } catch (error) {
    if (isAppError(error)) return publicFailure(error);
    context.app.reportFailure(error);
    return {
      code: 'JOB_FAILED',
      message: 'The job failed unexpectedly.',
      remedy: 'Look at the server log for the cause, then start it again.',
    };
  }
}
