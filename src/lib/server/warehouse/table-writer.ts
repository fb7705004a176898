import { DuckDBTimestampTZValue } from '@duckdb/node-api';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';

/** How a column is appended. Instants come in as UTC milliseconds. */
type ColumnKind = 'text' | 'integer' | 'bigint' | 'boolean' | 'instant' | 'enum';
type Cell = string | number | boolean | null;

/** Columns of the tables that are filled row by row, in their order in the migration. */
const tables = {
  scan: {
    scan_id: 'text',
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
    artifact: 'text',
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
    key: 'text',
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

const writers: Record<ColumnKind, (appender: DuckDBAppender, value: Exclude<Cell, null>) => void> = {
  text: (appender, value) => appender.appendVarchar(String(value)),
  enum: (appender, value) => appender.appendVarchar(String(value)),
  integer: (appender, value) => appender.appendInteger(Number(value)),
  bigint: (appender, value) => appender.appendBigInt(BigInt(value)),
  boolean: (appender, value) => appender.appendBoolean(value === true),
  instant: (appender, value) =>
    appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(value) * 1000n)),
};

/** Append rows of one table through DuckDB's appender, within the connection's transaction. */
export async function appendRows<T extends TableName>(
  connection: DuckDBConnection,
  table: T,
  rows: readonly TableRow<T>[],
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await connection.createAppender(table);
  const columns: [string, ColumnKind][] = Object.entries(tables[table]);
  try {
    for (const row of rows) {
      const cells: Readonly<Record<string, Cell>> = row;
      for (const [name, kind] of columns) {
        const value = cells[name] ?? null;
        if (value === null) appender.appendNull();
        else writers[kind](appender, value);
      }
      appender.endRow();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
