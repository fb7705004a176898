import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouseFile } from './connection.ts';
import { queries } from './queries.gen.ts';

type Node = Readonly<Record<string, unknown>>;

let connection: DuckDBConnection;

const folder = mkdtempSync(join(tmpdir(), 'patchproof-queries-'));

beforeAll(async () => {
  const file = { path: ':memory:', exportDir: join(folder, 'export'), tempDir: join(folder, 'tmp') };
  connection = await (await openWarehouseFile(file)).instance.connect();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every node of the statement as DuckDB's own parser sees it, whatever the spelling. */
async function nodesOf(sql: string): Promise<Node[]> {
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const tree: unknown = JSON.parse(String(reader.getRows()[0]?.[0]));
  const nodes: Node[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) nodes.push(value as Node);
    for (const child of Object.values(value)) visit(child);
  };
  visit(tree);
  return nodes;
}

const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null
        ? (found as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );

/** What a statement reads without the viewer's units and both clocks. */
async function unguarded(sql: string): Promise<unknown[]> {
  const nodes = await nodesOf(sql);
  if (nodes.some((node) => node['error'] === true)) return ['not to be parsed'];
  const named = nodes.flatMap((node) => at(node, 'cte_map', 'map') ?? []).map((entry) => at(entry, 'key'));
  const tables = nodes.filter((node) => node['type'] === 'BASE_TABLE').map((node) => node['table_name']);
  const macros = nodes.filter((node) => node['type'] === 'TABLE_FUNCTION').map((node) => node['function']);
  const open = macros.filter((call) => {
    const parameters = [0, 1, 2].map((index) => at(call, 'children', index, 'child', 'identifier'));
    return (
      !String(at(call, 'function_name')).startsWith('visible_') ||
      JSON.stringify(parameters) !== JSON.stringify(['viewer_units', 'as_of', 'known_at'])
    );
  });
  return [
    ...tables.filter((table) => !named.includes(table)),
    ...open.map((call) => at(call, 'function_name')),
  ];
}

const guarded = '$viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT';

describe('every query reads through the macros of access and both clocks only', () => {
  test.each(Object.entries(queries))('%s', async (_name, { sql }) => {
    expect(await unguarded(sql)).toEqual([]);
  });
});

describe('the check sees', () => {
  test.each([
    ['a table in lower case', `select s.x from visible_scan(${guarded}) v, scan s`, ['scan']],
    ['a quoted table', `SELECT x FROM visible_scan(${guarded}) v JOIN "main"."scan" s ON true`, ['scan']],
    [
      'a table in a subquery',
      `SELECT x FROM visible_scan(${guarded}) WHERE y IN (FROM asset SELECT z)`,
      ['asset'],
    ],
    [
      'units of its own',
      `SELECT $viewer_units, x FROM visible_scan(['*'], $as_of::TIMESTAMPTZ, $known_at::BIGINT)`,
      ['visible_scan'],
    ],
    ['another function', "SELECT x FROM read_text('/etc/passwd')", ['read_text']],
  ])('%s', async (_what, sql, expected) => {
    expect(await unguarded(sql)).toEqual(expected);
  });
});
