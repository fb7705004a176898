import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DuckDBBlobValue,
  DuckDBDataChunk,
  DuckDBTimestampTZValue,
  INTEGER,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';

/** How a column is appended. Instants come in as UTC milliseconds, hashes as hexadecimal digits. */
type ColumnKind = 'text' | 'hash' | 'integer' | 'bigint' | 'boolean' | 'instant' | 'enum';
type Cell = string | number | boolean | null;

/** Columns of the tables that are filled row by row, in their order in the migration. */
const tables = {
  asset: {
    asset_id: 'text',
    first_name: 'text',
    opened_seq: 'bigint',
  },
  asset_decided: {
    asset_id: 'text',
    unit: 'text',
    valid_from: 'instant',
    opened_seq: 'bigint',
  },
  asset_state: {
    asset_id: 'text',
    state: 'text',
  },
  scan: {
    asset_id: 'text',
    seq: 'bigint',
    scanner: 'text',
    method: 'text',
    profile: 'text',
    host: 'text',
    outcome: 'text',
    sufficient: 'boolean',
    started_at: 'instant',
    finished_at: 'instant',
    recorded_at: 'instant',
    failure_code: 'text',
    failure_message: 'text',
    failure_remedy: 'text',
    artifact: 'hash',
    job_id: 'text',
  },
  asset_interval: {
    asset_id: 'text',
    valid_from: 'instant',
    valid_to: 'instant',
    opened_seq: 'bigint',
    closed_seq: 'bigint',
    superseded_seq: 'bigint',
    name: 'text',
    address: 'text',
    family: 'text',
    os_id: 'text',
    os_name: 'text',
    kernel: 'text',
    facts: 'text',
  },
  package_interval: {
    asset_id: 'text',
    valid_from: 'instant',
    valid_to: 'instant',
    opened_seq: 'bigint',
    closed_seq: 'bigint',
    superseded_seq: 'bigint',
    name: 'text',
    arch: 'text',
    version: 'text',
    source: 'text',
    source_version: 'text',
    held: 'boolean',
    candidate: 'text',
    security_version: 'text',
    phased: 'integer',
    origins: 'text',
    installed_at: 'instant',
  },
  service_interval: {
    asset_id: 'text',
    key: 'text',
    valid_from: 'instant',
    valid_to: 'instant',
    opened_seq: 'bigint',
    closed_seq: 'bigint',
    superseded_seq: 'bigint',
    protocol: 'text',
    port: 'integer',
    state: 'text',
    service: 'text',
    product: 'text',
    version: 'text',
    extra: 'text',
  },
  finding_interval: {
    asset_id: 'text',
    finding_id: 'text',
    valid_from: 'instant',
    valid_to: 'instant',
    opened_seq: 'bigint',
    closed_seq: 'bigint',
    superseded_seq: 'bigint',
    product: 'text',
    fix: 'text',
    reopen_no: 'integer',
    state: 'text',
    packages: 'text',
    first_detected: 'instant',
    detected_by: 'text',
    installed_at: 'instant',
    fixed_at: 'instant',
    verified_at: 'instant',
    verified_by: 'text',
    contradicted_by: 'text',
    reopened_at: 'instant',
  },
  obligation: {
    asset_id: 'text',
    finding_id: 'text',
    rule: 'text',
    rule_name: 'text',
    binding: 'text',
    policy_version: 'integer',
    rank: 'enum',
    ranked: 'boolean',
    clock_start: 'instant',
    clock_basis: 'text',
    limit_duration: 'text',
    due: 'instant',
    valid_from: 'instant',
    cause: 'text',
    opened_seq: 'bigint',
    superseded_seq: 'bigint',
  },
} as const satisfies Record<string, Record<string, ColumnKind>>;

export type TableName = keyof typeof tables;
export type TableRow<T extends TableName> = Readonly<Record<keyof (typeof tables)[T], Cell>>;

/** Rows of one chunk: DuckDB's vector size. */
const CHUNK_ROWS = 2048;

const columnTypes: Readonly<Record<ColumnKind, DuckDBType>> = {
  text: VARCHAR,
  enum: VARCHAR,
  hash: BLOB,
  integer: INTEGER,
  bigint: BIGINT,
  boolean: BOOLEAN,
  instant: TIMESTAMPTZ,
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
      appender.appendDataChunk(chunkOf(table, rows.slice(from, from + CHUNK_ROWS)));
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function chunkOf<T extends TableName>(table: T, rows: readonly TableRow<T>[]): DuckDBDataChunk {
  const columns: [string, ColumnKind][] = Object.entries(tables[table]);
  const types = columns.map(([, kind]) => columnTypes[kind]);
  const chunk = DuckDBDataChunk.create(types, rows.length);
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
  if (kind === 'instant') return new DuckDBTimestampTZValue(BigInt(cell) * 1000n);
  return cell;
}
