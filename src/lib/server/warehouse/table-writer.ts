import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DuckDBBlobValue,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBTimestampTZValue,
  INTEGER,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';
import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { giveWay } from './give-way.ts';
import { tables } from './tables.ts';
import type { Cell, ColumnKind, TableName, TableRow } from './tables.ts';

/** Rows of one chunk, at most DuckDB's vector size (2048): what is filled at once, while nobody else is answered. */
const CHUNK_ROWS = 512;
const FLUSH_CHUNKS = 32;
const DAY = 86_400_000;

const columnTypes: Readonly<Record<ColumnKind, DuckDBType>> = {
  text: VARCHAR,
  enum: VARCHAR,
  hash: BLOB,
  integer: INTEGER,
  bigint: BIGINT,
  boolean: BOOLEAN,
  instant: TIMESTAMPTZ,
  day: DATE,
};

/**
 * How many rows are written: `here` straight into their table, where the engine compresses a group of 122,880 rows in the
 * thread that fills it; `aside` into a temporary table, from which a thread of the engine brings them over, so that others
 * are answered meanwhile. It costs a tenth more, and their memory until the transaction ends.
 */
export type Writing = 'here' | 'aside';

/** A table and the connection in whose transaction it is written. */
export interface WrittenTable<T extends TableName> {
  readonly connection: DuckDBConnection;
  readonly table: T;
  readonly writing: Writing;
}

/** Append rows of one table through DuckDB's appender, column by column. A few are always written here. */
export async function appendRows<T extends TableName>(
  { connection, table, writing }: WrittenTable<T>,
  rows: readonly TableRow<T>[],
): Promise<void> {
  if (rows.length === 0) return;
  const way = rows.length < CHUNK_ROWS ? 'here' : writing;
  const appender = await openAppender({ connection, table, writing: way });
  try {
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      appender.appendDataChunk(fillChunk(table, rows.slice(from, from + CHUNK_ROWS)));
      await giveWay();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
  if (way === 'aside') await bringOver(connection, table);
}

function openAppender({ connection, table, writing }: WrittenTable<TableName>): Promise<DuckDBAppender> {
  if (writing === 'here') return connection.createAppender(table);
  return connection
    .run(`CREATE OR REPLACE TEMP TABLE aside_${table} AS FROM ${table} LIMIT 0`)
    .then(() => connection.createAppender(`aside_${table}`, 'main', 'temp'));
}

async function bringOver(connection: DuckDBConnection, table: TableName): Promise<void> {
  await connection.run(`INSERT INTO ${table} FROM temp.aside_${table}`);
  await connection.run(`DROP TABLE temp.aside_${table}`);
}

/** Rows that are written as they come. */
export interface BulkRows<T extends TableName> {
  readonly add: (row: TableRow<T>) => void;
  /** Writes the last ones; nothing may be added after. */
  readonly end: () => Promise<void>;
}

/** Opens a table for rows that come one by one, so that only one chunk of them is ever in memory. */
export async function openBulk<T extends TableName>(written: WrittenTable<T>): Promise<BulkRows<T>> {
  const { connection, table, writing } = written;
  const appender = await openAppender(written);
  let rows: TableRow<T>[] = [];
  let chunks = 0;
  const write = () => {
    if (rows.length > 0) appender.appendDataChunk(fillChunk(table, rows));
    rows = [];
    chunks += 1;
    // By itself it would keep 200,000 rows before it lets them go to the disk.
    if (chunks % FLUSH_CHUNKS === 0) appender.flushSync();
  };
  return {
    add: (row) => {
      rows.push(row);
      if (rows.length === CHUNK_ROWS) write();
    },
    end: async () => {
      write();
      appender.flushSync();
      appender.closeSync();
      if (writing === 'aside') await bringOver(connection, table);
    },
  };
}

/**
 * One chunk per table for as long as the process runs, emptied before it is filled again, as the engine's own appender
 * does it: the binding frees a chunk only when its wrapper is collected, whose few bytes give no reason to, while the
 * chunk itself takes hundreds of kilobytes. It belongs to no connection, and nothing is awaited between filling and
 * appending, so that no two writers meet in it.
 */
const chunks = new Map<TableName, DuckDBDataChunk>();

function fillChunk<T extends TableName>(table: T, rows: readonly TableRow<T>[]): DuckDBDataChunk {
  const columns: [string, ColumnKind][] = Object.entries(tables[table]);
  const chunk = chunks.get(table) ?? DuckDBDataChunk.create(columns.map(([, kind]) => columnTypes[kind]));
  chunks.set(table, chunk);
  chunk.reset();
  chunk.rowCount = rows.length;
  const cells: readonly Readonly<Record<string, Cell>>[] = rows;
  for (const [index, [name, kind]] of columns.entries())
    chunk.setColumnValues(index, valuesOf(cells, name, kind));
  return chunk;
}

/** Most cells of most columns are as the one before: each is made into a value of the engine once. */
function valuesOf(
  rows: readonly Readonly<Record<string, Cell>>[],
  name: string,
  kind: ColumnKind,
): DuckDBValue[] {
  let last: Cell = null;
  let value: DuckDBValue = null;
  return rows.map((row) => {
    const cell = row[name] ?? null;
    if (cell !== last) value = valueOf(cell, kind);
    last = cell;
    return value;
  });
}

function valueOf(cell: Cell, kind: ColumnKind): DuckDBValue {
  if (cell === null) return null;
  if (kind === 'hash') return new DuckDBBlobValue(Buffer.from(String(cell), 'hex'));
  if (kind === 'bigint') return BigInt(cell);
  if (kind === 'day') return new DuckDBDateValue(Date.parse(`${cell}T00:00:00Z`) / DAY);
  if (kind === 'instant') return new DuckDBTimestampTZValue(BigInt(cell) * 1000n);
  return cell;
}
