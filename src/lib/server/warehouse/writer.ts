import type { DuckDBConnection } from '@duckdb/node-api';
import { readRows } from './connection.ts';
import type { ParameterValue } from './connection.ts';
import { appendRows } from './table-writer.ts';
import type { TableName, TableRow } from './table-writer.ts';
import { writes } from './writes.gen.ts';
import type { WriteTypes } from './writes.gen.ts';

/** The one connection that changes the warehouse, inside one transaction at a time. */
export interface Writer {
  run<N extends keyof WriteTypes>(name: N, params: WriteTypes[N]['params']): Promise<WriteTypes[N]['row'][]>;
  append<T extends TableName>(table: T, rows: readonly TableRow<T>[]): Promise<void>;
}

export function createWriter(connection: DuckDBConnection): Writer {
  return {
    async run(name, params) {
      const values = params as Readonly<Record<string, ParameterValue>>;
      const rows: unknown[] = await readRows(connection, writes[name].sql, values);
      return rows as WriteTypes[typeof name]['row'][];
    },
    append: (table, rows) => appendRows(connection, table, rows),
  };
}
