import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { AppError, isAppError } from '#core/errors.ts';
import { applyMigrations, refuseForeignSchema } from './migrate.ts';

/** The drizzle handle that repositories take. */
export type Db = BetterSQLite3Database;

export interface OpenDatabase {
  readonly sqlite: Database.Database;
  readonly db: Db;
}

/**
 * Opens store.db and brings its schema up to date. A file of a newer version is looked at read-only and left
 * as it was.
 * @throws AppError SCHEMA_NEWER (exit 3), SCHEMA_CHANGED (exit 4), STORE_UNREADABLE (exit 4)
 */
export function openDatabase(path: string, options: { migrationsDir: string; now: number }): OpenDatabase {
  try {
    if (existsSync(path)) inspect(path, options.migrationsDir);
    else closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const sqlite = new Database(path, { timeout: 5000 });
    configure(sqlite);
    applyMigrations(sqlite, options);
    return { sqlite, db: drizzle(sqlite) };
  } catch (error) {
    throw storeError(error);
  }
}

/** What a failing statement becomes: never SQL, never a parameter. */
export function storeError(error: unknown): unknown {
  if (isAppError(error) || !isSqliteError(error)) return error;
  const full = error.code === 'SQLITE_FULL' || error.code.startsWith('SQLITE_IOERR');
  const broken = error.code === 'SQLITE_CORRUPT' || error.code === 'SQLITE_NOTADB';
  if (full) {
    return new AppError({
      code: 'STORE_WRITE_FAILED',
      message: `The store cannot be written (${error.code}); nothing was changed.`,
      remedy: 'Free space or repair the disk of the data directory.',
      status: 507,
      exitCode: 3,
    });
  }
  return new AppError({
    code: broken ? 'STORE_UNREADABLE' : 'STORE_FAILED',
    message: `The store answered ${error.code}; nothing was changed.`,
    remedy: broken ? 'Restore store.db from a backup.' : 'Run `patchproof doctor`.',
    status: 500,
    exitCode: broken ? 4 : 3,
  });
}

function inspect(path: string, migrationsDir: string): void {
  const sqlite = new Database(path, { readonly: true, timeout: 5000 });
  try {
    refuseForeignSchema(sqlite, migrationsDir);
  } finally {
    sqlite.close();
  }
}

function configure(sqlite: Database.Database): void {
  sqlite.pragma('journal_mode = wal');
  sqlite.pragma('synchronous = full');
  sqlite.pragma('busy_timeout = 5000');
  sqlite.pragma('foreign_keys = on');
  sqlite.pragma('trusted_schema = off');
  sqlite.pragma('cell_size_check = on');
}

/** By name: SqliteError of a second copy of the module fails instanceof. */
function isSqliteError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error &&
    error.name === 'SqliteError' &&
    'code' in error &&
    typeof error.code === 'string'
  );
}
