import type { Segment } from './segments.ts';

export interface JobTarget {
  readonly target: string;
  readonly state: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly remedy: string | null;
  readonly scanId: string | null;
}

/** A scan job as pages and the event stream show it. Instants are ISO texts. */
export interface JobView {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string } | null;
  readonly targets: readonly JobTarget[];
  /** What a person should look at, whatever comes of the scan. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

const order = ['complete', 'partial', 'failed', 'running', 'waiting'] as const;
type Bucket = (typeof order)[number];

const buckets: Readonly<Record<string, Bucket>> = {
  complete: 'complete',
  succeeded: 'complete',
  partial: 'partial',
  failed: 'failed',
  interrupted: 'failed',
  cancelled: 'failed',
  running: 'running',
};
const labels: Readonly<Record<Bucket, string>> = {
  complete: 'Complete',
  partial: 'Partial',
  failed: 'Failed',
  running: 'Running',
  waiting: 'Waiting',
};

const bucketOf = (state: string): Bucket =>
  (Object.hasOwn(buckets, state) ? buckets[state] : undefined) ?? 'waiting';

/** How far a job is: one segment per state, all five always there so that nothing jumps. */
export function jobSegments(targets: readonly JobTarget[]): Segment[] {
  return order.map((bucket) => ({
    kind: bucket,
    label: labels[bucket],
    count: targets.filter(({ state }) => bucketOf(state) === bucket).length,
  }));
}

const kinds: Readonly<Record<string, string>> = {
  local: 'This machine',
  'scan-local': 'This machine',
  'scan-first': 'First scan',
  network: 'Network',
  'scan-network': 'Network',
  ssh: 'SSH hosts',
  'scan-ssh': 'SSH hosts',
};

export function jobKind(kind: string): string {
  return (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? kind;
}

const ends: Readonly<Record<string, string>> = {
  queued: 'waits for its turn',
  cancelled: 'was stopped',
  interrupted: 'was interrupted, so it measured nothing more',
  failed: 'failed',
};

/** The answer of a job's page. */
export function jobTitle(job: JobView): string {
  const done = job.targets.filter(({ state }) => !['running', 'waiting'].includes(bucketOf(state))).length;
  const of = job.targets.length === 1 ? '1 host' : `${job.targets.length} hosts`;
  const end = Object.hasOwn(ends, job.state) ? ends[job.state] : undefined;
  if (end) return `${jobKind(job.kind)}: the scan ${end}`;
  return job.targets.length === 0
    ? `${jobKind(job.kind)}: the scan is ${job.state === 'running' ? 'starting' : 'done'}`
    : `${jobKind(job.kind)}: ${done} of ${of} done`;
}
