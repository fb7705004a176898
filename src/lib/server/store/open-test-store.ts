import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from './store.ts';

/** The shipped migrations. */
export const MIGRATIONS = join(import.meta.dirname, '../../../../migrations/operational');

/** A clock that a test moves by hand. */
export interface TestClock {
  now: number;
}

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'patchproof-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A real store in a temporary directory, with a clock that stands still until it is moved. */
export function openTestStore(start = Date.parse('2026-11-23T08:00:00.000Z')): {
  store: Store;
  clock: TestClock;
  dataDir: string;
  reopen: () => Store;
} {
  const dataDir = temporaryDirectory();
  const clock = { now: start };
  const open = () => {
    const store = openStore({ dataDir, migrationsDir: MIGRATIONS, now: () => clock.now });
    onTestFinished(() => store.close());
    return store;
  };
  return { store: open(), clock, dataDir, reopen: open };
}

/** The database file of a store as an intruder or another tool opens it. */
export function openRawDatabase(dataDir: string): Database.Database {
  const sqlite = new Database(join(dataDir, 'store.db'));
  onTestFinished(() => void sqlite.close());
  return sqlite;
}
