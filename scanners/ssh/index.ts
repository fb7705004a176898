import type { Client, ClientChannel } from 'ssh2';
import type { Failure } from '#core/errors.ts';
import { sealEnvelope, type Envelope } from '../envelope.ts';
import { inWords, scanFailure } from '../failure.ts';
import { profiles } from '../limits.ts';
import { requestLimits } from '../request.ts';
import type { ScanRequest, Scanner } from '../scanner.ts';
import { ScriptRun, type ScriptResult } from '../script-run.ts';
import { parseHostTarget } from '../target.ts';
import { collectorBuild } from '../version.ts';
import { connectSsh, type ConnectOutcome } from './connect.ts';
import { planLogin } from './login.ts';

const SSH_PORT = 22;

/** Collects over one SSH channel: the constant script goes in, sections come out. */
export const ssh: Scanner = {
  name: 'ssh',
  title: 'Hosts over SSH',
  method: 'credentialed',
  profiles: Object.keys(profiles),
  build: collectorBuild,
  parseTarget: parseHostTarget,
  collect,
};

async function collect(request: ScanRequest): Promise<Envelope> {
  const startedAt = request.now();
  const { target } = request;
  const port = target.port ?? SSH_PORT;
  const { connection, result } = await scanHost(request, port);
  request.onProgress?.({ phase: 'sealing', step: null, done: 0, total: null });
  return sealEnvelope({
    ...result,
    scanner: 'ssh',
    build: collectorBuild,
    method: 'credentialed',
    target: { host: target.host, port, address: connection?.address ?? null },
    profile: request.profile,
    startedAt,
    finishedAt: request.now(),
    hostKey: connection?.hostKey ?? null,
  });
}

interface HostScan {
  readonly connection: ConnectOutcome | null;
  readonly result: ScriptResult;
}

async function scanHost(request: ScanRequest, port: number): Promise<HostScan> {
  const limits = requestLimits(request);
  const plan = planLogin(request.credentials);
  if (!plan.usable) return { connection: null, result: failed(plan.failure) };
  const host = new AbortController();
  const cancelled = request.signal ?? new AbortController().signal;
  const timer = setTimeout(() => host.abort(), limits.hostMs);
  try {
    const connection = await connectSsh({
      host: request.target.host,
      port,
      user: plan.user,
      login: plan.handler,
      trust: request.trust ?? { knownHosts: [], pinned: [] },
      limits,
      signal: AbortSignal.any([host.signal, cancelled]),
      onProgress: request.onProgress,
    });
    const { client, failure } = connection;
    if (client)
      return {
        connection,
        result: await runScript(client, request, {
          host: host.signal,
          cancelled,
          openingMs: connection.openingMs,
        }),
      };
    const late = failure?.code === 'CANCELLED' && !cancelled.aborted;
    return {
      connection,
      result: failed(late ? scanFailure('HOST_TIMEOUT', inWords(limits.hostMs)) : failure),
    };
  } finally {
    clearTimeout(timer);
  }
}

function failed(failure: Failure | null): ScriptResult {
  return { outcome: 'failed', failure, family: null, sections: [] };
}

interface Surroundings {
  readonly openingMs: number;
  /** The host's own time limit. */
  readonly host: AbortSignal;
  readonly cancelled: AbortSignal;
}

/** Runs the script over one channel. Agent forwarding, X11 and a terminal are never requested. */
function runScript(client: Client, request: ScanRequest, around: Surroundings): Promise<ScriptResult> {
  const limits = requestLimits(request);
  return new Promise((resolve) => {
    const run = new ScriptRun({
      limits,
      now: request.now,
      openingMs: around.openingMs,
      onProgress: request.onProgress,
      onOver: () => {
        around.host.removeEventListener('abort', late);
        around.cancelled.removeEventListener('abort', cancel);
        client.end();
        client.destroy();
        resolve(run.result());
      },
    });
    const late = () => run.stop('HOST_TIMEOUT', inWords(limits.hostMs));
    const cancel = () => run.stop('CANCELLED', '');
    around.host.addEventListener('abort', late, { once: true });
    around.cancelled.addEventListener('abort', cancel, { once: true });
    client.on('error', () => run.stop('CONNECTION_LOST', run.where()));
    client.once('close', () => run.stop('CONNECTION_LOST', run.where()));
    try {
      client.exec(`sh -s -- ${run.args.join(' ')}`, (error, channel) => {
        if (error) run.stop('EXEC_REFUSED', '');
        else feed(channel, run);
      });
    } catch {
      // ssh2 throws when the connection went away between login and here.
      run.stop('CONNECTION_LOST', run.where());
    }
  });
}

function feed(channel: ClientChannel, run: ScriptRun): void {
  channel.on('data', (chunk: Buffer) => run.push(chunk));
  // Words of a login shell; the script sends its own errors as a section. Unread they would fill the window.
  channel.stderr.resume();
  channel.on('error', () => run.ended());
  channel.once('close', () => run.ended());
  channel.end(run.text);
}
