import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWarehouseFile, readRows } from '#lib/server/warehouse/connection.ts';
import type { WarehouseFile } from '#lib/server/warehouse/connection.ts';
import { appendRows, openBulk } from '#lib/server/warehouse/table-writer.ts';
import { tables } from '#lib/server/warehouse/tables.ts';
import type { Writing } from '#lib/server/warehouse/table-writer.ts';
import type { Cell, ColumnKind, TableName } from '#lib/server/warehouse/tables.ts';

const DAY = 86_400_000;
/** Between them they have every kind of column. */
const stressed = ['obligation', 'reported_flaw', 'staged_fact'] as const satisfies readonly TableName[];
const ranks = ['low', 'medium', 'high', 'severe'];

const sqlTypes: Readonly<Record<ColumnKind, string>> = {
  text: 'VARCHAR',
  enum: 'stressed_rank',
  hash: 'BLOB',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  boolean: 'BOOLEAN',
  instant: 'TIMESTAMPTZ',
  day: 'DATE',
};

type Row = Record<string, Cell>;

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchproof-writer-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** The tables as the writer fills them, without what they may not be. */
async function openTables(): Promise<{ file: WarehouseFile; connection: DuckDBConnection }> {
  const exportDir = join(home, 'export');
  const file = await openWarehouseFile({ path: ':memory:', exportDir, tempDir: join(home, 'tmp') });
  const connection = await file.instance.connect();
  await connection.run(`CREATE TYPE stressed_rank AS ENUM (${ranks.map((rank) => `'${rank}'`).join(', ')})`);
  for (const table of stressed) {
    const columns = Object.entries(tables[table]).map(([name, kind]) => `${name} ${sqlTypes[kind]}`);
    await connection.run(`CREATE TABLE ${table} (${columns.join(', ')})`);
  }
  return { file, connection };
}

/** Numbers below a limit, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Draw = (below: number) => number;

const cells: Readonly<Record<ColumnKind, (draw: Draw) => Cell>> = {
  // Up to 12 bytes lie in the vector itself, longer ones beside it.
  text: (draw) => 'aä€😀\u0000'.repeat(draw(8) === 0 ? draw(300) : draw(3)) + String(draw(1e6)),
  enum: (draw) => ranks[draw(4)] ?? null,
  hash: (draw) => Buffer.alloc(draw(40), draw(256)).toString('hex'),
  integer: (draw) => draw(2 ** 31) - 2 ** 30,
  bigint: (draw) => draw(Number.MAX_SAFE_INTEGER),
  boolean: (draw) => draw(2) === 1,
  instant: (draw) => draw(4_000_000) * 1_000_003,
  day: (draw) => new Date(draw(30_000) * DAY).toISOString().slice(0, 10),
};

function randomRow(table: TableName, draw: Draw): Row {
  const columns: [string, ColumnKind][] = Object.entries(tables[table]);
  return Object.fromEntries(columns.map(([name, kind]) => [name, draw(5) === 0 ? null : cells[kind](draw)]));
}

async function stored(connection: DuckDBConnection, table: TableName): Promise<Record<string, unknown>[]> {
  const columns: [string, ColumnKind][] = Object.entries(tables[table]);
  const shown = columns.map(([name, kind]) =>
    kind === 'hash' ? `lower(hex(${name})) AS ${name}` : `${name} AS ${name}`,
  );
  const rows = await readRows(connection, `SELECT ${shown.join(', ')} FROM ${table} ORDER BY rowid`, {});
  const instants = columns.filter(([, kind]) => kind === 'instant').map(([name]) => name);
  for (const row of rows)
    for (const name of instants) if (row[name] !== null) row[name] = Date.parse(String(row[name]));
  return rows;
}

const ways = ['here', 'aside'] as const satisfies readonly Writing[];

test.each(ways)(
  'what several writers append %s, in many flushes and warehouses, is read back',
  async (writing) => {
    const draw = numbers(20_261_129);
    for (let opened = 0; opened < 3; opened += 1) {
      const { file, connection } = await openTables();
      const expected = new Map<TableName, Row[]>(stressed.map((table) => [table, []]));
      await connection.run('BEGIN TRANSACTION');
      for (let round = 0; round < 8; round += 1) {
        const bulks = await Promise.all(
          stressed.map(async (table) => ({ table, bulk: await openBulk({ connection, table, writing }) })),
        );
        // Once more than one chunk, else a few rows; the writers in turn.
        const count = round === 3 ? 2100 : draw(40);
        for (let index = 0; index < count; index += 1) {
          for (const { table, bulk } of bulks) {
            const row = randomRow(table, draw);
            expected.get(table)?.push(row);
            bulk.add(row as never);
          }
        }
        for (const { bulk } of bulks) await bulk.end();
        for (const table of stressed) {
          const rows = Array.from({ length: round === 5 ? 1100 : draw(30) }, () => randomRow(table, draw));
          expected.get(table)?.push(...rows);
          await appendRows({ connection, table, writing }, rows as never);
        }
      }
      await connection.run('COMMIT');
      for (const table of stressed) expect(await stored(connection, table)).toEqual(expected.get(table));
      connection.closeSync();
      file.instance.closeSync();
    }
  },
);

test('rows that are brought over come from no table that is left behind', async () => {
  const { file, connection } = await openTables();
  const draw = numbers(11);
  const rows = Array.from({ length: 600 }, () => randomRow('obligation', draw));
  await appendRows({ connection, table: 'obligation', writing: 'aside' }, rows as never);
  expect(await readRows(connection, 'SELECT table_name FROM duckdb_tables() WHERE temporary', {})).toEqual(
    [],
  );
  expect(await stored(connection, 'obligation')).toEqual(rows);
  connection.closeSync();
  file.instance.closeSync();
});

test.each(ways)(
  'rows that cannot be written %s leave nothing of themselves for the next ones',
  async (writing) => {
    const { file, connection } = await openTables();
    const draw = numbers(7);
    const good = { ...randomRow('staged_fact', draw), content: 'kept' };
    // As many as are written aside.
    const bad = Array.from({ length: 600 }, () => ({
      ...randomRow('obligation', draw),
      rank: 'no-such-rank',
    }));
    const obligations = { connection, table: 'obligation', writing } as const;
    await appendRows({ connection, table: 'staged_fact', writing }, [good] as never);
    await expect(appendRows(obligations, bad as never)).rejects.toThrow();
    const fine = randomRow('obligation', draw);
    await appendRows(obligations, [fine] as never);
    expect(await stored(connection, 'obligation')).toEqual([fine]);
    expect(await stored(connection, 'staged_fact')).toEqual([good]);
    connection.closeSync();
    file.instance.closeSync();
  },
);
