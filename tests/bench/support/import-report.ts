import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openApp } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { readConfig } from '#lib/server/config.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { readInWorkers } from '#lib/server/reports/report-reader.ts';

/**
 * Imports a file into an installation of its own, in a process of its own, and prints what that took. With `server` as a
 * server does it: beside others that it answers meanwhile.
 */
const [path = '', as = 'command'] = process.argv.slice(2);
const RESOLUTION_MS = 10;
const rootDir = resolve(import.meta.dirname, '../../..');
const home = mkdtempSync(join(tmpdir(), 'patchproof-import-'));
try {
  const env = { PATCHPROOF_DATA: join(home, 'data'), PATCHPROOF_KEY_FILE: join(home, 'key') };
  const config = readConfig(env, rootDir);
  const app = await (as === 'server'
    ? openApp(config, { reports: readInWorkers(rootDir), writing: 'aside' })
    : openApp(config, { warehouseMemory: '300MB' }));
  const input = { content: path, fileName: basename(path), format: null, mode: 'keep' } as const;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const stops = startStops();
  delay.enable();
  const first = await timed(() => importFile(app, localOperator, input));
  delay.disable();
  const lag = { p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6, ...stops.end() };
  const { receipt } = first.result;
  const counts = receipt && 'findings' in receipt ? receipt : null;
  await app.close();
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const { cpuMs, wallMs } = first;
  console.log(
    JSON.stringify({ cpuMs, wallMs, peakMb, lag, records: counts?.records, findings: counts?.findings }),
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}

/**
 * How long the event loop stood still, in CPU time of this thread: on a shared machine the wall tells how many others
 * wait. Weighed by time: one long stop is one of few samples, but whoever asks meanwhile waits for it.
 * @returns when ended, the longest stop, and the wait that 99 of 100 requests at random instants do not exceed
 */
function startStops() {
  const stops: number[] = [];
  let last = cpuOfThread();
  const timer = setInterval(() => {
    const now = cpuOfThread();
    stops.push(now - last);
    last = now;
  }, RESOLUTION_MS);
  const end = () => {
    clearInterval(timer);
    return { waitP99CpuMs: waitOf(stops, 0.99), longestCpuMs: Math.max(...stops) };
  };
  return { end };
}

function cpuOfThread(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Within a stop of d ms a request waits d to 0 ms, each as likely; an idle thread answers at once. */
function waitOf(stops: readonly number[], share: number): number {
  const total = stops.reduce((sum, stop) => sum + Math.max(stop, RESOLUTION_MS), 0);
  const exceeds = (limit: number) => stops.reduce((sum, stop) => sum + Math.max(0, stop - limit), 0) / total;
  let limit = 0;
  while (exceeds(limit) > 1 - share) limit += 1;
  return limit;
}

async function timed<T>(work: () => Promise<T>) {
  const before = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1000, wallMs: performance.now() - began };
}
