import type { DuckDBConnection } from '@duckdb/node-api';
import { readRows } from './connection.ts';
import type { ParameterValue } from './connection.ts';
import { appendRows, openBulk } from './table-writer.ts';
import type { BulkRows, Writing } from './table-writer.ts';
import type { Cell, TableName, TableRow } from './tables.ts';
import { writes } from './writes.gen.ts';
import type { WriteTypes } from './writes.gen.ts';

/** Tables of intervals: what identifies an open row within its asset, and the statement that ends such rows. */
const intervals = {
  package_interval: { keyOf: (row) => `${row.name}:${row.arch}`, close: 'close-packages' },
  holding_interval: { keyOf: (row) => String(row.holding_no), close: 'close-holdings' },
  finding_interval: { keyOf: (row) => String(row.finding_id), close: 'close-findings' },
  service_interval: { keyOf: (row) => String(row.key), close: 'close-services' },
  asset_interval: { keyOf: () => '', close: 'close-asset' },
  reported_flaw: { keyOf: (row) => String(row.flaw_id), close: 'close-reported' },
} as const satisfies Partial<
  Record<TableName, { keyOf: (row: Record<string, Cell>) => string; close: keyof WriteTypes }>
>;

type IntervalTable = keyof typeof intervals;

/** Where rows of an asset end: the start of a scan, and the event that recorded it. */
export interface Edge {
  readonly assetId: string;
  /** UTC ms. */
  readonly at: number;
  readonly seq: number;
}

/**
 * The one connection that changes the warehouse, inside one transaction at a time. Rows are gathered and written
 * together, so that applying many events costs a few statements; `run` writes what was gathered before it.
 */
export interface Writer {
  run<N extends keyof WriteTypes>(name: N, params: WriteTypes[N]['params']): Promise<WriteTypes[N]['row'][]>;
  /** Reads what was written before; what is gathered stays gathered. */
  look<N extends keyof WriteTypes>(name: N, params: WriteTypes[N]['params']): Promise<WriteTypes[N]['row'][]>;
  /** Takes rows in without gathering them: for files of any size. */
  bulk<T extends TableName>(table: T): Promise<BulkRows<T>>;
  append<T extends TableName>(table: T, rows: readonly TableRow<T>[]): void;
  /** End the open rows of these keys. */
  close(table: IntervalTable, edge: Edge, keys: readonly string[]): void;
  /** Keep what the next scan of an asset is compared with. */
  keepState(assetId: string, state: string): void;
  /** Write what was gathered. */
  flush(): Promise<void>;
  /** Rows gathered and not yet written. */
  gathered(): number;
  /** Forget what was gathered: its transaction is rolled back. */
  discard(): void;
}

type Row = Record<string, Cell>;

interface Gathered {
  readonly rows: Map<TableName, Row[]>;
  /** Gathered rows that are still open, by table, asset and key. */
  readonly open: Map<IntervalTable, Map<string, Map<string, Row>>>;
  readonly closings: Map<IntervalTable, TableRow<'closing'>[]>;
  readonly states: Map<string, string>;
  count: number;
}

const nothing = (): Gathered => ({
  rows: new Map(),
  open: new Map(),
  closings: new Map(),
  states: new Map(),
  count: 0,
});

/** @param writing how many rows are written at once */
export function createWriter(connection: DuckDBConnection, writing: Writing = 'here'): Writer {
  let gathered = nothing();
  const execute = async <N extends keyof WriteTypes>(name: N, params: WriteTypes[N]['params']) => {
    const values = params as Readonly<Record<string, ParameterValue>>;
    const rows: unknown[] = await readRows(connection, writes[name].sql, values);
    return rows as WriteTypes[N]['row'][];
  };
  const writeRows = <T extends TableName>(table: T, rows: readonly TableRow<T>[]) =>
    appendRows({ connection, table, writing }, rows);
  const flush = async () => {
    const { rows, closings, states } = gathered;
    gathered = nothing();
    for (const [table, ends] of closings) {
      await writeRows('closing', ends);
      await execute(intervals[table].close, {});
      await execute('empty-closing', {});
    }
    if (states.size > 0) {
      await execute('delete-asset-state', { asset_ids: [...states.keys()] });
      const kept = [...states].map(([asset_id, state]) => ({ asset_id, state }));
      await writeRows('asset_state', kept);
    }
    for (const [table, list] of rows) await writeRows(table, list as TableRow<typeof table>[]);
  };
  return {
    run: async (name, params) => {
      await flush();
      return execute(name, params);
    },
    look: execute,
    bulk: (table) => openBulk({ connection, table, writing }),
    append: (table, rows) => gather(gathered, table, rows),
    close: (table, edge, keys) => end(gathered, table, edge, keys),
    keepState: (assetId, state) => void gathered.states.set(assetId, state),
    flush,
    gathered: () => gathered.count,
    discard: () => {
      gathered = nothing();
    },
  };
}

function gather(gathered: Gathered, table: TableName, rows: readonly Readonly<Row>[]): void {
  if (rows.length === 0) return;
  const list = gathered.rows.get(table) ?? [];
  gathered.rows.set(table, list);
  gathered.count += rows.length;
  for (const given of rows) {
    const isOpen = isInterval(table) && given.valid_to === null && given.superseded_seq === null;
    // A copy, which its end may change.
    const row = isOpen ? { ...given } : given;
    list.push(row);
    if (isOpen) openRows(gathered, table, String(row.asset_id)).set(intervals[table].keyOf(row), row);
  }
}

function end(gathered: Gathered, table: IntervalTable, { assetId, at, seq }: Edge, keys: readonly string[]) {
  const written: TableRow<'closing'>[] = gathered.closings.get(table) ?? [];
  const open = openRows(gathered, table, assetId);
  for (const key of keys) {
    const row = open.get(key);
    if (row) {
      row.valid_to = at;
      row.closed_seq = seq;
      open.delete(key);
    } else {
      written.push({ asset_id: assetId, key, valid_to: at, seq });
    }
  }
  if (written.length > 0) gathered.closings.set(table, written);
}

function isInterval(table: TableName): table is IntervalTable {
  return Object.hasOwn(intervals, table);
}

/** Gathered rows of an asset that are still open, by key. */
function openRows({ open }: Gathered, table: IntervalTable, assetId: string): Map<string, Row> {
  const ofTable = open.get(table) ?? new Map<string, Map<string, Row>>();
  open.set(table, ofTable);
  const ofAsset = ofTable.get(assetId) ?? new Map<string, Row>();
  ofTable.set(assetId, ofAsset);
  return ofAsset;
}
