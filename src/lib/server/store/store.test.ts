import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS, openTestStore, temporaryDirectory } from './open-test-store.ts';
import * as logSchema from './schema-log.ts';
import * as peopleSchema from './schema-people.ts';
import * as scanSchema from './schema-scans.ts';
import * as signInSchema from './schema-sign-in.ts';
import { openStore } from './store.ts';

const now = () => Date.parse('2026-11-23T08:00:00.000Z');

function copyOfMigrations(): string {
  const directory = join(temporaryDirectory(), 'migrations');
  mkdirSync(directory);
  for (const name of readdirSync(MIGRATIONS)) copyFileSync(join(MIGRATIONS, name), join(directory, name));
  return directory;
}

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('opening', () => {
  test('makes the file for its owner only, durable at every commit, with foreign keys', () => {
    const { dataDir, store } = openTestStore();
    expect(statSync(join(dataDir, 'store.db')).mode & 0o777).toBe(0o600);
    expect(() =>
      store.transaction(() =>
        store.jobs.setTarget({
          jobId: 'none',
          target: 't',
          state: 'queued',
          code: null,
          message: null,
          remedy: null,
          scanId: null,
          startedAt: null,
          finishedAt: null,
        }),
      ),
    ).toThrow(expect.objectContaining({ code: 'STORE_FAILED' }));
  });

  test('applies new migrations to an old store, once, and keeps its content', () => {
    const dataDir = temporaryDirectory();
    const migrationsDir = copyOfMigrations();
    const first = openStore({ dataDir, migrationsDir, now });
    first.settings.set('zone', 'Europe/Berlin');
    first.close();
    writeFileSync(join(migrationsDir, '0002_more.sql'), 'create table more (id integer primary key) strict;');
    for (let round = 0; round < 2; round++) {
      const store = openStore({ dataDir, migrationsDir, now });
      expect(store.settings.get('zone')).toBe('Europe/Berlin');
      store.close();
    }
  });

  test('a migration that fails midway leaves nothing of itself', () => {
    const dataDir = temporaryDirectory();
    const migrationsDir = copyOfMigrations();
    openStore({ dataDir, migrationsDir, now }).close();
    const path = join(migrationsDir, '0002_more.sql');
    writeFileSync(path, 'create table more (id integer primary key) strict; insert into nowhere values (1);');
    expect(() => openStore({ dataDir, migrationsDir, now })).toThrow(
      expect.objectContaining({ code: 'STORE_FAILED' }),
    );
    writeFileSync(path, 'create table more (id integer primary key) strict;');
    openStore({ dataDir, migrationsDir, now }).close();
  });

  test('refuses a store of a newer version, names both, and leaves the file alone', () => {
    const dataDir = temporaryDirectory();
    const migrationsDir = copyOfMigrations();
    writeFileSync(
      join(migrationsDir, '0099_future.sql'),
      'create table future (id integer primary key) strict;',
    );
    openStore({ dataDir, migrationsDir, now }).close();
    const before = digest(join(dataDir, 'store.db'));
    expect(() => openStore({ dataDir, migrationsDir: MIGRATIONS, now })).toThrow(
      expect.objectContaining({
        code: 'SCHEMA_NEWER',
        exitCode: 3,
        message: expect.stringMatching(/0099_future\.sql.*\d{4}_(?!future)\w+\.sql/),
      }),
    );
    expect(digest(join(dataDir, 'store.db'))).toBe(before);
  });

  test('refuses a migration that was changed after it was applied', () => {
    const dataDir = temporaryDirectory();
    const migrationsDir = copyOfMigrations();
    openStore({ dataDir, migrationsDir, now }).close();
    const path = join(migrationsDir, '0001_spine.sql');
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n-- changed`);
    expect(() => openStore({ dataDir, migrationsDir, now })).toThrow(
      expect.objectContaining({ code: 'SCHEMA_CHANGED', exitCode: 4 }),
    );
  });

  test('a file that is no database is named, with exit 4', () => {
    const dataDir = temporaryDirectory();
    writeFileSync(
      join(dataDir, 'store.db'),
      'not a database, though long enough to look like one'.repeat(200),
    );
    expect(() => openStore({ dataDir, migrationsDir: MIGRATIONS, now })).toThrow(
      expect.objectContaining({ code: 'STORE_UNREADABLE', exitCode: 4 }),
    );
  });

  test('the drizzle tables have exactly the columns that the migrations make', () => {
    const { dataDir } = openTestStore();
    const sqlite = new Database(join(dataDir, 'store.db'), { readonly: true });
    onTestFinished(() => void sqlite.close());
    const columnsOf = sqlite.prepare<[string], { name: string; notnull: number }>(
      'select name, "notnull" as "notnull" from pragma_table_info(?) order by name',
    );
    const { sessionAccountTable: _part, ...people } = peopleSchema;
    const tables = Object.values({ ...logSchema, ...people, ...scanSchema, ...signInSchema }).filter(
      (value) => is(value, SQLiteTable),
    );
    for (const table of tables) {
      const { name, columns } = getTableConfig(table);
      const declared = columns.map((column) => column.name).sort();
      expect(declared, name).toEqual(columnsOf.all(name).map((column) => column.name));
      const optional = columns
        .filter((column) => !column.notNull && !column.primary)
        .map((column) => column.name);
      const nullable = columnsOf.all(name).filter((column) => column.notnull === 0);
      expect(
        nullable.map((column) => column.name).filter((column) => declared.includes(column)),
        name,
      ).toEqual(expect.arrayContaining(optional));
    }
    const made = sqlite
      .prepare("select name from sqlite_schema where type = 'table' and name <> 'migration'")
      .pluck();
    expect(tables.map((table) => getTableConfig(table).name).sort()).toEqual(made.all().sort());
  });
});

describe('transaction', () => {
  test('is all or nothing, and an inner one belongs to the outer', () => {
    const { store } = openTestStore();
    expect(() =>
      store.transaction(() => {
        store.settings.set('zone', 'UTC');
        store.transaction(() => store.settings.set('install-id', 'x'));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.settings.get('zone')).toBeNull();
    expect(store.settings.get('install-id')).toBeNull();
  });

  test('refuses asynchronous work', () => {
    const { store } = openTestStore();
    expect(() => store.transaction(async () => store.settings.set('zone', 'UTC'))).toThrow(TypeError);
    expect(store.settings.get('zone')).toBeNull();
  });

  test('a failing statement tells neither SQL nor parameters', () => {
    const { store } = openTestStore();
    const row = { key: 'the-secret-key', requestDigest: 'd', receipt: {}, createdAt: 0 };
    store.transaction(() => store.receipts.insert(row));
    try {
      store.transaction(() => store.receipts.insert(row));
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toMatch(/insert|the-secret-key|receipt/i);
      expect(error).toMatchObject({ code: 'STORE_FAILED', cause: undefined });
    }
  });
});
