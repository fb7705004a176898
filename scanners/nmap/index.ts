import { isIPv6 } from 'node:net';
import type { Failure } from '#core/errors.ts';
import { sealEnvelope, type CollectedSection, type Envelope, type EnvelopeManifest } from '../envelope.ts';
import { inWords, inputError, scanFailure } from '../failure.ts';
import { unknownProfile } from '../request.ts';
import type { ScanRequest, Scanner, ScanTarget } from '../scanner.ts';
import { parseNetworkTargets, THIS_MACHINE } from '../target.ts';
import { productVersion } from '../version.ts';
import { askNmapVersion, NmapScan, type NmapRun } from './nmap-scan.ts';
import { isTooOld, neededNmap, readNmapVersion } from './nmap-version.ts';
import { isNmapProfile, nmapProfiles } from './profiles.ts';

/** Discovery and services of networks through nmap; its XML is kept as it came. */
export const nmap: Scanner = {
  name: 'nmap',
  title: 'Networks with nmap',
  method: 'network',
  profiles: Object.keys(nmapProfiles),
  build: productVersion,
  parseTarget,
  collect,
};

/** The root element of nmap's XML stands there. */
const HEAD_BYTES = 4096;

function parseTarget(text: string): ScanTarget {
  if (text.trim().toLowerCase() === THIS_MACHINE) return { host: THIS_MACHINE, port: null, warnings: [] };
  const specs = parseNetworkTargets(text);
  const sixes = specs.filter((spec) => isV6(spec.text)).length;
  if (sixes > 0 && sixes < specs.length) {
    throw inputError(
      'TARGET_INVALID',
      'One scan takes either IPv6 addresses or others.',
      'Scan them one after the other.',
      { field: 'target' },
    );
  }
  return {
    host: specs.map((spec) => spec.text).join(' '),
    port: null,
    warnings: [...new Set(specs.flatMap((spec) => spec.warnings))],
  };
}

function isV6(spec: string): boolean {
  return isIPv6(spec.replace(/\/\d+$/, ''));
}

async function collect(request: ScanRequest): Promise<Envelope> {
  const startedAt = request.now();
  const { outcome, failure, sections } = await scanNetwork(request);
  request.onProgress?.({ phase: 'sealing', step: null, done: 0, total: null });
  return sealEnvelope({
    scanner: 'nmap',
    build: productVersion,
    method: 'network',
    family: null,
    target: { host: request.target.host, port: null, address: null },
    profile: request.profile,
    startedAt,
    finishedAt: request.now(),
    outcome,
    failure,
    hostKey: null,
    sections,
  });
}

interface NetworkResult {
  readonly outcome: EnvelopeManifest['outcome'];
  readonly failure: Failure | null;
  readonly sections: readonly CollectedSection[];
}

async function scanNetwork(request: ScanRequest): Promise<NetworkResult> {
  if (!isNmapProfile(request.profile)) throw unknownProfile(request.profile, Object.keys(nmapProfiles));
  const profile = nmapProfiles[request.profile];
  const limits = { ...profile.limits, ...request.limits };
  // Parsed again: what reaches a command line is checked right before it does.
  const own = request.target.host === THIS_MACHINE;
  const specs = own ? ['127.0.0.1'] : parseNetworkTargets(request.target.host).map((spec) => spec.text);
  if (request.signal?.aborted) return { outcome: 'failed', failure: scanFailure('CANCELLED'), sections: [] };

  let stopped: Failure | null = null;
  const stop = (failure: Failure) => {
    stopped ??= failure;
    scan.killChild();
  };
  const scan = new NmapScan({
    specs,
    flags: specs.some(isV6) ? ['-6', ...profile.flags] : profile.flags,
    graceMs: limits.graceMs,
    maxBytes: limits.sectionBytes,
    onHost: (done) => request.onProgress?.({ phase: 'collecting', step: null, done, total: null }),
    onTooLarge: () => stop(scanFailure('OUTPUT_TOO_LARGE', 'by nmap')),
  });
  const late = setTimeout(() => stop(scanFailure('HOST_TIMEOUT', inWords(limits.hostMs))), limits.hostMs);
  const cancel = () => stop(scanFailure('CANCELLED'));
  request.signal?.addEventListener('abort', cancel, { once: true });
  const started = performance.now();
  request.onProgress?.({ phase: 'collecting', step: null, done: 0, total: null });
  const run = await scan.run();
  clearTimeout(late);
  request.signal?.removeEventListener('abort', cancel);
  const durationMs = Math.round(performance.now() - started);
  if (run.startError === null && !stopped) stopped = await tooOld(run, neededNmap(specs));
  return judge(run, stopped, durationMs);
}

/** Refuses an nmap that is too old for flags and targets; of one that wrote nothing its own answer is asked. */
async function tooOld(run: NmapRun, needed: string): Promise<Failure | null> {
  const head = run.xml.subarray(0, HEAD_BYTES).toString('latin1');
  const version = readNmapVersion(head) ?? (run.exitCode === 0 ? null : await askNmapVersion());
  if (version === null || !isTooOld(version, needed)) return null;
  return scanFailure('NMAP_TOO_OLD', `found ${version}, needed ${needed} or later`);
}

function judge(run: NmapRun, stopped: Failure | null, durationMs: number): NetworkResult {
  if (run.startError !== null)
    return { outcome: 'failed', failure: startFailure(run.startError), sections: [] };
  const finished = run.document?.brokenAtLine === null && run.document.observation.finished;
  const end = { exitCode: run.exitCode, durationMs, timedOut: stopped?.code === 'HOST_TIMEOUT' };
  const sections: CollectedSection[] = [
    { name: 'nmap-xml', content: run.xml, truncated: !finished, ...end },
    { name: 'nmap-stderr', content: run.stderr, truncated: false, ...end },
  ];
  if (stopped?.code === 'CANCELLED' || stopped?.code === 'NMAP_TOO_OLD')
    return { outcome: 'failed', failure: stopped, sections };
  const hosts = run.document?.observation.hosts.length ?? 0;
  if (run.exitCode === 0 && finished && !stopped) return { outcome: 'complete', failure: null, sections };
  if (hosts > 0 || (run.exitCode === 0 && run.document)) {
    return { outcome: 'partial', failure: stopped ?? scanFailure('SCAN_UNFINISHED'), sections };
  }
  const detail = run.exitCode === null ? 'ended by a signal' : `exit code ${run.exitCode}`;
  return { outcome: 'failed', failure: stopped ?? scanFailure('NMAP_FAILED', detail), sections };
}

function startFailure(code: string): Failure {
  return code === 'ENOENT'
    ? scanFailure('NMAP_MISSING')
    : scanFailure('NMAP_FAILED', `could not be started, ${code}`);
}
