import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWarehouseFile, readRows } from './connection.ts';

/** DuckDB 1.5.5 failed on one in 500, when its threads met in the window (duckdb/duckdb#25713). */
const QUESTIONS = 2000;

test('a list and its total are read together, however often', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchproof-connection-'));
  const { instance } = await openWarehouseFile({
    path: ':memory:',
    exportDir: join(folder, 'export'),
    tempDir: join(folder, 'tmp'),
  });
  const connection = await instance.connect();
  try {
    const sql = `WITH hosts AS (SELECT range AS host FROM range(40)), shown AS (
      SELECT * FROM hosts WHERE host >= $from::INTEGER
      UNION ALL SELECT * FROM hosts WHERE NOT EXISTS (SELECT 1 FROM hosts WHERE host >= $from::INTEGER)
    ) SELECT host, count(*) OVER () AS total FROM shown ORDER BY host DESC LIMIT 1`;
    for (let asked = 0; asked < QUESTIONS; asked++)
      expect(await readRows(connection, sql, { from: 5000 })).toEqual([{ host: 39, total: 40 }]);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
});
