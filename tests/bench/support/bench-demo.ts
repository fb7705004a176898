import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '#lib/server/config.ts';
import type { Config } from '#lib/server/config.ts';
import { fillDemo } from '#lib/server/demo/fill-demo.ts';

const rootDir = resolve(import.meta.dirname, '../../..');
const DAY = 86_400_000;

export interface BenchDemo {
  readonly config: Config;
  readonly events: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

let made: Promise<BenchDemo> | null = null;

/** The demo of default size, made once for all benches of a run. */
export function benchDemo(): Promise<BenchDemo> {
  made ??= makeDemo();
  return made;
}

async function makeDemo(): Promise<BenchDemo> {
  const home = mkdtempSync(join(tmpdir(), 'patchproof-bench-demo-'));
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  const environment = {
    PATCHPROOF_DATA: join(home, 'data'),
    PATCHPROOF_KEY_FILE: join(home, 'master.key'),
  };
  const config = readConfig(environment, rootDir);
  const untilAt = Math.floor(Date.now() / DAY) * DAY;
  const started = performance.now();
  const before = process.cpuUsage();
  const plan = { assets: 150, years: 2, seed: 'patchproof', untilAt };
  const { events } = await fillDemo(config, plan, { onDay: () => undefined, report: () => undefined });
  const { user, system } = process.cpuUsage(before);
  return { config, events, wallMs: performance.now() - started, cpuMs: (user + system) / 1000 };
}
