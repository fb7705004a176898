import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '#core/errors.ts';

interface Migration {
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

/** Applies the NNNN_*.sql files that are not in the database yet, each in its own transaction, forward only. */
export function applyMigrations(
  sqlite: Database.Database,
  options: { migrationsDir: string; now: number },
): void {
  const known = readMigrations(options.migrationsDir);
  const create =
    'create table if not exists migration (name text primary key, sha256 text not null, applied_at integer not null) strict';
  sqlite.exec(create);
  const applied = new Set(readApplied(sqlite).map((row) => row.name));
  const record = sqlite.prepare('insert into migration (name, sha256, applied_at) values (?, ?, ?)');
  for (const migration of known) {
    if (applied.has(migration.name)) continue;
    sqlite
      .transaction(() => {
        sqlite.exec(migration.sql);
        record.run(migration.name, migration.sha256, options.now);
      })
      .immediate();
  }
}

/**
 * Refuses a database that this version cannot run on. Reads only.
 * @throws AppError SCHEMA_NEWER (exit 3) or SCHEMA_CHANGED (exit 4)
 */
export function refuseForeignSchema(sqlite: Database.Database, migrationsDir: string): void {
  const known = new Map(readMigrations(migrationsDir).map((migration) => [migration.name, migration.sha256]));
  const applied = readApplied(sqlite);
  const foreign = applied.filter((row) => !known.has(row.name)).at(-1);
  if (foreign) throw newer(foreign.name, [...known.keys()].at(-1) ?? 'none');
  const changed = applied.find((row) => known.get(row.name) !== row.sha256);
  if (changed) throw altered(changed.name);
}

function readMigrations(directory: string): Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{4}_[a-z0-9_-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(directory, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}

function readApplied(sqlite: Database.Database): Applied[] {
  const table = sqlite
    .prepare("select 1 from sqlite_schema where type = 'table' and name = 'migration'")
    .get();
  if (table === undefined) return [];
  return sqlite.prepare<[], Applied>('select name, sha256 from migration order by name').all();
}

function newer(found: string, known: string): AppError {
  return new AppError({
    code: 'SCHEMA_NEWER',
    message: `The data directory has schema ${found}, but this version of Patchproof knows schemas up to ${known}.`,
    remedy: 'Start the newer version of Patchproof. Nothing was changed.',
    status: 500,
    exitCode: 3,
  });
}

function altered(name: string): AppError {
  return new AppError({
    code: 'SCHEMA_CHANGED',
    message: `Migration ${name} was applied with another content than this version of Patchproof carries.`,
    remedy: 'Start the version of Patchproof that made this data directory, or restore a backup.',
    status: 500,
    exitCode: 4,
  });
}
