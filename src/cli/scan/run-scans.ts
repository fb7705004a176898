import { isAppError } from '#core/errors.ts';
import type { AppError, Failure } from '#core/errors.ts';
import { scanners } from '#scanners/index.ts';
import type { ScannerName } from '#scanners/index.ts';
import { envelopeHash } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { scanMany } from '#scanners/scan-many.ts';
import type { HostKeyTrust, ScanRequest, ScanTarget, SshCredentials } from '#scanners/scanner.ts';
import type { CliContext } from '../context.ts';
import { startProgress } from '../output/progress.ts';
import type { KeepEnvelope, Kept } from './envelope-sink.ts';

export interface ScanPlan {
  readonly scanner: ScannerName;
  readonly targets: readonly ScanTarget[];
  readonly profile: string;
  readonly credentials: SshCredentials | null;
  readonly trustOf: (target: ScanTarget) => HostKeyTrust;
}

/** One result as the command prints it. */
export interface ScanResult extends Kept {
  readonly target: string;
  readonly outcome: Envelope['manifest']['outcome'];
  readonly failure: Failure | null;
  /** SHA-256 of the manifest: the identity of the result. */
  readonly hash: string;
  readonly recorded: boolean;
}

export interface ScansEnd {
  readonly results: readonly ScanResult[];
  /** Why a result could not be kept; the first of them. */
  readonly lost: AppError | null;
  readonly interrupted: boolean;
}

/** Scans every target in this process and keeps each result as it comes, with progress on standard error. */
export async function runScans(context: CliContext, plan: ScanPlan, keep: KeepEnvelope): Promise<ScansEnd> {
  const signal = context.interruptSignal();
  const progress = startProgress(context.stderr, plan.targets.length);
  const requests = plan.targets.map((target): ScanRequest => ({
    target,
    profile: plan.profile,
    credentials: plan.credentials,
    trust: plan.trustOf(target),
    now: context.now,
    signal,
    onProgress: ({ phase, step }) => progress.step(`${nameOf(target)}: ${step ?? phase}`),
  }));
  const results: ScanResult[] = [];
  let lost: AppError | null = null;
  for await (const { request, envelope } of scanMany(scanners[plan.scanner], requests)) {
    // Half a result of an interrupted scan would look like a host that failed.
    if (signal.aborted) break;
    const kept = await tryKeep(keep, envelope);
    if (isAppError(kept)) lost ??= kept;
    const result = resultOf(nameOf(request.target), envelope, isAppError(kept) ? null : kept);
    results.push(result);
    progress.done(lineOf(result));
  }
  progress.end();
  return { results, lost, interrupted: signal.aborted };
}

async function tryKeep(keep: KeepEnvelope, envelope: Envelope): Promise<Kept | AppError> {
  try {
    return await keep(envelope);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

function resultOf(target: string, { manifest }: Envelope, kept: Kept | null): ScanResult {
  const { outcome, failure } = manifest;
  const place = kept ?? { scanId: null, seq: null, file: null };
  return { target, outcome, failure, hash: envelopeHash(manifest), ...place, recorded: kept !== null };
}

function lineOf({ target, outcome, failure, recorded }: ScanResult): string {
  const end = failure ? `${outcome} ${failure.code}: ${failure.message} → ${failure.remedy}` : outcome;
  return `${target}: ${end}${recorded ? '' : ' (not recorded)'}`;
}

function nameOf({ host, port }: ScanTarget): string {
  return port === null ? host : `${host}:${port}`;
}
