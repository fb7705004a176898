import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { openApp } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { readConfig } from '#lib/server/config.ts';
import { importFile } from '#lib/server/imports/import-file.ts';

/** Imports a file into an installation of its own, in a process of its own, and prints what that took. */
const [path = ''] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'patchproof-import-'));
try {
  const env = { PATCHPROOF_DATA: join(home, 'data'), PATCHPROOF_KEY_FILE: join(home, 'key') };
  const app = await openApp(readConfig(env, resolve(import.meta.dirname, '../../..')), {
    // As the command has it.
    warehouseMemory: '300MB',
  });
  const input = { content: path, fileName: basename(path), format: null, mode: 'keep' } as const;
  const first = await timed(() => importFile(app, localOperator, input));
  const { receipt } = first.result;
  const counts = receipt && 'findings' in receipt ? receipt : null;
  await app.close();
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const { cpuMs, wallMs } = first;
  console.log(
    JSON.stringify({ cpuMs, wallMs, peakMb, records: counts?.records, findings: counts?.findings }),
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function timed<T>(work: () => Promise<T>) {
  const before = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1000, wallMs: performance.now() - began };
}
