import { isAppError } from '#core/errors.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { scanners } from '#scanners/index.ts';
import type { ScanRequest, ScanTarget } from '#scanners/scanner.ts';
import { jobViewer } from '../auth/viewer.ts';
import { credentialsFor, trustFor } from '../scans/credentials.ts';
import { receiveEnvelope } from '../scans/receive-envelope.ts';
import { scanParams } from '../scans/scan-params.ts';
import type { ScanJobProgress, ScanParams } from '../scans/scan-params.ts';
import type { JobContext } from './job-runner.ts';

/** Hosts scanned side by side; they mostly wait. */
const PARALLEL_HOSTS = 16;

/**
 * Scan every target of the job and record each result as it comes. A host that fails is a result of its own;
 * the job fails only when it could not do its work.
 */
export async function runScan(context: JobContext): Promise<void> {
  const params = scanParams.parse(context.job.params);
  const scanner = scanners[params.scanner];
  const targets = params.targets.map((text) => scanner.parseTarget(text));
  const progress = { done: 0, total: targets.length };
  const report = (step: string | null) => context.progress({ ...progress, step } satisfies ScanJobProgress);
  report(null);
  for (const target of targets) mark(context, target, { state: 'queued' });
  const queue = [...targets];
  const worker = async () => {
    for (let target = queue.shift(); target && !context.signal.aborted; target = queue.shift()) {
      await scanTarget(context, { params, target, report });
      progress.done += 1;
      report(null);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL_HOSTS, targets.length) }, worker));
  for (const target of queue) mark(context, target, { state: 'cancelled' });
}

interface TargetScan {
  readonly params: ScanParams;
  readonly target: ScanTarget;
  readonly report: (step: string | null) => void;
}

async function scanTarget(context: JobContext, { params, target, report }: TargetScan): Promise<void> {
  const { app, signal } = context;
  const startedAt = app.clock();
  mark(context, target, { state: 'running', startedAt });
  const request: ScanRequest = {
    target,
    profile: params.profile,
    credentials: credentialsFor(app, params),
    trust: trustFor(app, target),
    now: app.clock,
    signal,
    onProgress: ({ phase, step }) => report(step ? `${target.host}: ${step}` : `${target.host}: ${phase}`),
  };
  const envelope = await scanners[params.scanner].collect(request);
  // A cancelled or interrupted scan leaves no envelope: half a result would look like a failed host.
  if (signal.aborted) {
    mark(context, target, { state: 'cancelled', startedAt, finishedAt: app.clock() });
    return;
  }
  markReceived(context, { target, envelope, startedAt });
}

function markReceived(
  context: JobContext,
  { target, envelope, startedAt }: { target: ScanTarget; envelope: Envelope; startedAt: number },
): void {
  const { app, job } = context;
  const { failure, outcome } = envelope.manifest;
  try {
    const receipt = receiveEnvelope(app, jobViewer(job), envelope, { jobId: job.id, own: true });
    const finishedAt = app.clock();
    mark(context, target, { state: outcome, ...failure, scanId: receipt.scanId, startedAt, finishedAt });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, remedy } = error;
    mark(context, target, { state: 'failed', code, message, remedy, startedAt, finishedAt: app.clock() });
  }
}

interface TargetMark {
  readonly state: 'queued' | 'running' | 'cancelled' | Envelope['manifest']['outcome'];
  readonly code?: string;
  readonly message?: string;
  readonly remedy?: string;
  readonly scanId?: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

function mark(context: JobContext, target: ScanTarget, mark: TargetMark): void {
  const name = target.port ? `${target.host}:${target.port}` : target.host;
  context.target({
    target: name,
    state: mark.state,
    code: mark.code ?? null,
    message: mark.message ?? null,
    remedy: mark.remedy ?? null,
    scanId: mark.scanId ?? null,
    startedAt: mark.startedAt ?? null,
    finishedAt: mark.finishedAt ?? null,
  });
}
