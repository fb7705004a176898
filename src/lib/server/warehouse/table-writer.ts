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
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
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

/** Append rows of one table through DuckDB's appender, column by column, within the connection's transaction. */
export async function appendRows<T extends TableName>(
  connection: DuckDBConnection,
  table: T,
  rows: readonly TableRow<T>[],
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await connection.createAppender(table);
  try {
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      appender.appendDataChunk(fillChunk(table, rows.slice(from, from + CHUNK_ROWS)));
      await giveWay();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/** Rows that are written as they come. */
export interface BulkRows<T extends TableName> {
  readonly add: (row: TableRow<T>) => void;
  /** Writes the last ones; nothing may be added after. */
  readonly end: () => void;
}

/** Opens a table for rows that come one by one, so that only one chunk of them is ever in memory. */
export async function openBulk<T extends TableName>(
  connection: DuckDBConnection,
  table: T,
): Promise<BulkRows<T>> {
  const appender = await connection.createAppender(table);
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
    end: () => {
      write();
      appender.flushSync();
      appender.closeSync();
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
  for (const [index, [name, kind]] of columns.entries()) {
    chunk.setColumnValues(
      index,
      cells.map((row) => valueOf(row[name] ?? null, kind)),
    );
  }
  return chunk;
}

function valueOf(cell: Cell, kind: ColumnKind): DuckDBValue {
  if (cell === null) return null;
  if (kind === 'hash') return new DuckDBBlobValue(Buffer.from(String(cell), 'hex'));
  if (kind === 'bigint') return BigInt(cell);
  if (kind === 'day') return new DuckDBDateValue(Date.parse(`${cell}T00:00:00Z`) / DAY);
  if (kind === 'instant') return new DuckDBTimestampTZValue(BigInt(cell) * 1000n);
  return cell;
}
