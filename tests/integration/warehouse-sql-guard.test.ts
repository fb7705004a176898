import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootDir } from './support/test-app.ts';

/** A copy of what the generator reads, to try queries on. */
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'patchproof-sql-'));
  for (const path of [
    'scripts/sql-generate.ts',
    'migrations/warehouse',
    'src/lib/server/warehouse',
    'package.json',
  ]) {
    cpSync(join(rootDir, path), join(copy, path), { recursive: true });
  }
  const queries = join(copy, 'src/lib/server/warehouse/queries');
  for (const file of readdirSync(queries)) rmSync(join(queries, file));
  mkdirSync(queries, { recursive: true });
  symlinkSync(join(rootDir, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function generate(sql: string) {
  const text = `-- name: trial\n${sql}\n`;
  writeFileSync(join(copy, 'src/lib/server/warehouse/queries/trial.sql'), text);
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/sql-generate.ts')], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

const view = '$viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT';

test('a query through the macros is taken', () => {
  expect(generate(`SELECT asset_id AS "id" FROM visible_asset(${view})`)).toMatchObject({ status: 0 });
});

describe('a query is refused', () => {
  test.each([
    [
      'without the viewer’s units',
      `SELECT asset_id AS "id" FROM visible_asset(['*'], $as_of::TIMESTAMPTZ, $known_at::BIGINT)`,
      /\$viewer_units/,
    ],
    [
      'without the day it is about',
      `SELECT asset_id AS "id" FROM visible_asset($viewer_units::VARCHAR[], now(), $known_at::BIGINT)`,
      /\$as_of/,
    ],
    [
      'without the event it is known at',
      `SELECT asset_id AS "id" FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, 9)`,
      /\$known_at/,
    ],
    [
      'that reads a table',
      `SELECT s.asset_id AS "id" FROM scan s JOIN visible_asset(${view}) a ON true`,
      /visible_/,
    ],
    [
      'that joins a table',
      `SELECT a.asset_id AS "id" FROM visible_asset(${view}) a JOIN scan s ON true`,
      /visible_/,
    ],
    ['that takes every column', `SELECT * FROM visible_asset(${view})`, /columns/],
  ])('%s', (_title, sql, words) => {
    const { status, stderr } = generate(sql);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(words);
  });
});

test('the generated types in the repository are those of its queries', () => {
  execFileSync(process.execPath, [join(rootDir, 'scripts/sql-generate.ts'), '--check']);
});
