import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { openWarehouseFile, readRows } from '#lib/server/warehouse/connection.ts';
import { queries } from '#lib/server/warehouse/queries.gen.ts';
import { measureCpu, type Bench } from './bench.ts';

const HOSTS = Number(process.env['BENCH_HOSTS'] ?? 45_000);
const PACKAGES = 600;
const filters = { asset: null, state: null, cve: null, product: null, exploited: null, q: null, sort: null };
const now = { viewer_units: ['*'], as_of: '2026-06-01T00:00:00.000Z', known_at: 10 };
const page = { limit: 50, offset: 0 };

/**
 * The first page of flaws without a fix, with none of it kept from before: 45,000 hosts with 600 packages each, every
 * one of them with a flaw that has no fix.
 */
export const bench: Bench = {
  name: `flaws without a fix on 45,000 hosts × ${PACKAGES} packages`,
  budget: { value: 1000, unit: 'ms CPU', kind: 'goal' },
  async run() {
    const home = mkdtempSync(join(tmpdir(), 'patchproof-bench-'));
    mkdirSync(join(home, 'tmp'));
    const file = await openWarehouseFile({
      path: join(home, 'warehouse.duckdb'),
      exportDir: join(home, 'export'),
      tempDir: join(home, 'tmp'),
    });
    const connection = await file.instance.connect();
    try {
      await fill(connection);
      return await measure(connection);
    } finally {
      connection.closeSync();
      file.instance.closeSync();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

async function fill(connection: DuckDBConnection): Promise<void> {
  const migrations = join(import.meta.dirname, '../../migrations/warehouse');
  for (const name of readdirSync(migrations).sort())
    await connection.run(readFileSync(join(migrations, name), 'utf8'));
  for (const file of ['fleet-inventory.sql', 'fleet-advice.sql', 'fleet-holdings.sql']) {
    const text = readFileSync(join(import.meta.dirname, 'support', file), 'utf8').replaceAll(/^--.*$/gm, '');
    for (const statement of text.split(';\n').map((one) => one.trim())) {
      // Packages are counted by what their hosts hold; 27,000,000 rows of texts take minutes to write.
      if (statement === '' || statement.startsWith('INSERT INTO package_interval')) continue;
      await readRows(connection, statement, statement.includes('$hosts') ? { hosts: HOSTS } : {});
    }
  }
  await connection.run('CHECKPOINT');
}

async function measure(connection: DuckDBConnection) {
  const ask = (more: Partial<typeof filters> | object = {}) =>
    readRows(connection, queries.unfixed.sql, { ...now, ...filters, ...page, ...more });
  const [first] = await ask();
  if (first?.['assets'] !== HOSTS) throw new Error(`${String(first?.['assets'])} assets of ${HOSTS}`);
  return {
    value: await measureCpu(() => ask()),
    unit: 'ms CPU' as const,
    details: {
      hosts: HOSTS,
      flaws: Number(first['total']),
      oneAssetMs: Math.round(await measureCpu(() => ask({ asset: 'host-7' }))),
      statesMs: Math.round(
        await measureCpu(() => readRows(connection, queries['unfixed-states'].sql, { ...now, ...filters })),
      ),
    },
  };
}
