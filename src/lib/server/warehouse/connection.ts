import { DuckDBInstance, LIST, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';
import { chmodSync, mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { engineMemory } from './engine-memory.ts';

export interface WarehouseFile {
  readonly instance: DuckDBInstance;
  readonly exportDir: string;
}

export interface OpenOptions {
  /** File, or `:memory:`. */
  readonly path: string;
  /** The only directory DuckDB may read or write besides its own file. */
  readonly exportDir: string;
  readonly tempDir: string;
  /** What the engine may hold in memory before it uses `tempDir`; absent = by the machine's memory. */
  readonly memoryLimit?: string | undefined;
}

/**
 * Open the one DuckDB instance of this process and lock it down: no extension loading, no files outside
 * `exportDir`, no change of settings afterwards. Two instances on one file in one process lose data without
 * an error, so nothing else in the product may call `create`.
 */
export async function openWarehouseFile(options: OpenOptions): Promise<WarehouseFile> {
  const { path, exportDir, tempDir } = options;
  const memoryLimit = options.memoryLimit ?? engineMemory(totalmem(), process.constrainedMemory());
  mkdirSync(exportDir, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(path, {
    threads: '2',
    memory_limit: memoryLimit,
    temp_directory: tempDir,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    default_null_order: 'nulls_last',
    // Its loop join would multiply every deadline with all scans of the asset before it.
    asof_loop_join_threshold: '0',
  });
  if (path !== ':memory:') chmodSync(path, 0o600);
  const connection = await instance.connect();
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    await connection.run(`SET allowed_directories = ['${join(exportDir, '/').replaceAll("'", "''")}']`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  } finally {
    connection.closeSync();
  }
  return { instance, exportDir };
}

/** Values a query takes: the generator maps every SQL parameter type to one of these. */
export type ParameterValue = string | number | boolean | null | readonly string[];

/** Bind by name; lists need their type spelt out, since an empty one has none. */
export function bindParameters(
  statement: DuckDBPreparedStatement,
  values: Readonly<Record<string, ParameterValue>>,
): void {
  for (let index = 1; index <= statement.parameterCount; index++) {
    const value = values[statement.parameterName(index)];
    if (value === undefined || value === null) statement.bindNull(index);
    else if (Array.isArray(value)) statement.bindList(index, [...value] as string[], LIST(VARCHAR));
    else if (typeof value === 'string') statement.bindVarchar(index, value);
    else if (typeof value === 'boolean') statement.bindBoolean(index, value);
    else if (Number.isInteger(value)) statement.bindBigInt(index, BigInt(value as number));
    else statement.bindDouble(index, value as number);
  }
}

/** Rows as plain objects: instants as ISO strings, integers as numbers, lists as arrays. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  values: Readonly<Record<string, ParameterValue>>,
): Promise<Record<string, unknown>[]> {
  const statement = await connection.prepare(sql);
  try {
    bindParameters(statement, values);
    const reader = await statement.runAndReadAll();
    const names = reader.columnNames();
    return reader
      .getRows()
      .map((row) => Object.fromEntries(names.map((name, index) => [name, plain(row[index] ?? null)])));
  } finally {
    statement.destroySync();
  }
}

function plain(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  if ('micros' in value && typeof value.micros === 'bigint') {
    return new Date(Number(value.micros / 1000n)).toISOString();
  }
  if ('items' in value && Array.isArray(value.items)) return value.items.map(plain);
  return String(value);
}
