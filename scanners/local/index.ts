import { hostname } from 'node:os';
import { sealEnvelope, type Envelope } from '../envelope.ts';
import { startProcess } from '../exec.ts';
import { inputError, inWords, scanFailure } from '../failure.ts';
import { profiles } from '../limits.ts';
import { requestLimits } from '../request.ts';
import type { ScanRequest, Scanner, ScanTarget } from '../scanner.ts';
import { ScriptRun, type ScriptResult } from '../script-run.ts';
import { collectorBuild } from '../version.ts';

/** Words that mean the machine the collector itself runs on. */
const THIS_MACHINE = new Set(['', 'localhost', 'this machine', hostname().toLowerCase()]);

/** Collects from the machine it runs on, through the same script as the SSH scanner. */
export const local: Scanner = {
  name: 'local',
  title: 'This machine',
  method: 'credentialed',
  profiles: Object.keys(profiles),
  build: collectorBuild,
  parseTarget,
  collect,
};

function parseTarget(text: string): ScanTarget {
  if (!THIS_MACHINE.has(text.trim().toLowerCase())) {
    throw inputError(
      'TARGET_INVALID',
      'The local scanner scans this machine only.',
      'Use `scan ssh` for other hosts.',
      { field: 'target' },
    );
  }
  return { host: hostname(), port: null, warnings: [] };
}

async function collect(request: ScanRequest): Promise<Envelope> {
  const startedAt = request.now();
  const result = await runHere(request);
  request.onProgress?.({ phase: 'sealing', step: null, done: 0, total: null });
  return sealEnvelope({
    ...result,
    scanner: 'local',
    build: collectorBuild,
    method: 'credentialed',
    target: { host: request.target.host, port: null, address: null },
    profile: request.profile,
    startedAt,
    finishedAt: request.now(),
    hostKey: null,
  });
}

async function runHere(request: ScanRequest): Promise<ScriptResult> {
  const limits = requestLimits(request);
  if (request.signal?.aborted) {
    return { outcome: 'failed', failure: scanFailure('CANCELLED'), family: null, sections: [] };
  }
  const run = new ScriptRun({
    limits,
    now: request.now,
    openingMs: 0,
    onProgress: request.onProgress,
    onOver: () => shell.stop(),
  });
  const shell = startProcess({
    file: '/bin/sh',
    args: ['-s', '--', ...run.args],
    env: {},
    input: run.text,
    graceMs: limits.graceMs,
    onStdout: (chunk) => run.push(chunk),
    onStderr: () => undefined,
  });
  const host = setTimeout(() => run.stop('HOST_TIMEOUT', inWords(limits.hostMs)), limits.hostMs);
  const cancel = () => run.stop('CANCELLED', '');
  request.signal?.addEventListener('abort', cancel, { once: true });
  const { startError } = await shell.ended;
  clearTimeout(host);
  request.signal?.removeEventListener('abort', cancel);
  if (startError !== null) run.stop('SHELL_MISSING', '');
  run.ended();
  return run.result();
}
