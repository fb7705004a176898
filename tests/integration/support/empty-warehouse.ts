import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse } from '#lib/server/warehouse/warehouse.ts';

let made: Promise<string> | null = null;

/** Puts an empty warehouse, made once, into a data directory that is not there yet: its tables take long to make. */
export async function placeEmptyWarehouse(dataDir: string, migrationsDir: string): Promise<void> {
  if (existsSync(dataDir)) return;
  const file = await (made ??= makeEmpty(migrationsDir));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  copyFileSync(file, join(dataDir, 'warehouse.duckdb'));
}

async function makeEmpty(migrationsDir: string): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'patchproof-empty-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const none = () => {
    throw new Error('an empty log has no evidence');
  };
  const warehouse = await openWarehouse({
    dataDir,
    migrationsDir,
    events: { read: () => [], head: () => ({ epoch: 1, seq: 0, root: '' }), rootAt: () => '' },
    evidence: {
      manifest: none,
      observation: none,
      network: none,
      advisories: none,
      reportedRows: none,
      sightings: none,
      feed: none,
    },
    report: () => undefined,
  });
  await warehouse.close();
  return join(dataDir, 'warehouse.duckdb');
}
