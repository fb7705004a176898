import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isKernelPackage } from '#core/advisory/kernel.ts';
import { ranks } from '#core/policy/rank.ts';
import type { Rank } from '#core/policy/rank.ts';
import { orderQueue } from '#core/ranking/queue-order.ts';
import { openWarehouseFile, readRows } from './connection.ts';
import { queries } from './queries.gen.ts';

const migrations = join(import.meta.dirname, '../../../../migrations/warehouse');
const folder = mkdtempSync(join(tmpdir(), 'patchproof-queue-'));
let connection: DuckDBConnection;

beforeAll(async () => {
  const file = { path: ':memory:', exportDir: join(folder, 'export'), tempDir: join(folder, 'tmp') };
  connection = await (await openWarehouseFile(file)).instance.connect();
  for (const name of readdirSync(migrations).sort())
    await connection.run(readFileSync(join(migrations, name), 'utf8'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = "TIMESTAMPTZ '2026-01-01 00:00:00Z'";
const asked = {
  viewer_units: ['*'],
  as_of: '2026-06-01T00:00:00Z',
  known_at: 10,
  everything: false,
  limit: 100,
  offset: 0,
};

interface Asset {
  readonly criticality: string | null;
  readonly exposure: string | null;
  readonly scopes: readonly string[];
}

interface Open {
  readonly asset: number;
  readonly fix: string;
  readonly product: string;
  /** null = no deadline binds it. */
  readonly obligation: { readonly rank: Rank; readonly day: number } | null;
}

const assets: fc.Arbitrary<readonly Asset[]> = fc.array(
  fc.record({
    criticality: fc.option(fc.constantFrom('low', 'medium', 'high', 'critical')),
    exposure: fc.option(fc.constantFrom('internal', 'partner', 'internet')),
    scopes: fc.subarray(['pci-cde', 'pci-connected', 'ephi']),
  }),
  { minLength: 4, maxLength: 4 },
);

const openFindings: fc.Arbitrary<readonly Open[]> = fc.uniqueArray(
  fc.record({
    asset: fc.nat(3),
    fix: fc.constantFrom('DSA-1', 'DSA-2', 'KB-3', 'RHSA-4', 'no-fix:CVE-2026-1'),
    product: fc.constantFrom('nginx', 'openssl', 'Zlib'),
    obligation: fc.option(
      fc.record({ rank: fc.constantFrom(...ranks), day: fc.integer({ min: 1, max: 3 }) }),
    ),
  }),
  { selector: ({ asset, fix, product }) => `${asset} ${fix} ${product}`, minLength: 1, maxLength: 20 },
);

const text = (value: string): string => `'${value}'`;
const dueOf = (day: number): string => `2026-07-0${day}T00:00:00.000Z`;

async function fill(known: readonly Asset[], open: readonly Open[]): Promise<void> {
  const facts = known.flatMap(({ criticality, exposure, scopes }, index) =>
    Object.entries({ unit: 'default', criticality, exposure, scope: scopes.join(',') || null })
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `('a${index}', '${name}', '${value ?? ''}', ${at}, ${at}, 1)`),
  );
  const findings = open.map(
    ({ asset, fix, product }, index) =>
      `('a${asset}', 'f${index}', ${at}, 1, ${text(product)}, ${text(fix)}, 0, 'open', '[]', ${at}, 's')`,
  );
  const obligations = open.flatMap(({ asset, obligation }, index) =>
    obligation === null
      ? []
      : `('a${asset}', 'f${index}', 'own', 'own', 'own', 1, '${obligation.rank}', true, ${at}, 'x', 'P1D',
          '${dueOf(obligation.day)}', ${at}, 'x', 1, false, 'patch')`,
  );
  await connection.run(`DELETE FROM asset; DELETE FROM asset_decision; DELETE FROM finding_interval; DELETE FROM obligation;
    INSERT INTO asset VALUES ${known.map((_, index) => `('a${index}', 'host${index}', 1)`).join()};
    INSERT INTO asset_decision VALUES ${facts.join()};
    INSERT INTO finding_interval (asset_id, finding_id, valid_from, opened_seq, product, fix, reopen_no, state, packages,
      first_detected, detected_by) VALUES ${findings.join()};`);
  if (obligations.length === 0) return;
  await connection.run(`INSERT INTO obligation (asset_id, finding_id, rule, rule_name, binding, policy_version, rank, ranked,
    clock_start, clock_basis, limit_duration, due, valid_from, cause, opened_seq, withdrawn, task) VALUES ${obligations.join()}`);
}

/** What the queue is by the tested definition of its order. */
function expected(known: readonly Asset[], open: readonly Open[]) {
  const fixes = Map.groupBy(
    open.filter(({ fix }) => !fix.startsWith('no-fix:')),
    ({ fix, product }) => `${fix} ${product}`,
  );
  const queue = [...fixes.values()].map((group) => ({
    fix: group[0]?.fix ?? '',
    product: group[0]?.product ?? '',
    about: 'security' as const,
    due: group
      .flatMap(({ obligation }) => (obligation ? Date.parse(dueOf(obligation.day)) : []))
      .reduce<number | null>((first, due) => (first === null || due < first ? due : first), null),
    open: group.flatMap(({ asset, obligation }) => {
      const facts = known[asset];
      return facts ? [{ ...facts, rank: obligation?.rank ?? null, count: 1 }] : [];
    }),
  }));
  return orderQueue(queue).map(({ fix, place, rank, risk }) => [place, fix.fix, fix.product, rank, risk]);
}

async function asListed(sort: string | null) {
  const rows = await readRows(connection, queries.patches.sql, { ...asked, sort });
  return rows.map((row) => [row['place'], row['fix'], row['product'], row['rank'], row['risk']]);
}

test('the list stands in the order that the method defines, with its places and risks', async () => {
  await fc.assert(
    fc.asyncProperty(assets, openFindings, async (known, open) => {
      await fill(known, open);
      const queue = expected(known, open);
      expect(await asListed(null)).toEqual(queue);
      const byRisk = (await asListed('-risk')).map((row) => row[4]);
      expect(byRisk).toEqual(queue.map((row) => row[4]).toSorted((a, b) => Number(b) - Number(a)));
    }),
    { numRuns: 25 },
  );
});

test('a kernel is the same one to the warehouse as to matching', async () => {
  const names = [
    'linux-image-6.1.0-18-amd64',
    'linux-headers-6.1',
    'kernel',
    'kernel-core',
    'kernel-rt-modules-extra',
    'kernel-tools',
    'kernel-uek',
    'openssl',
  ];
  for (const name of names) {
    const packages = JSON.stringify([
      { name: 'libc6', arch: 'amd64' },
      { name, arch: 'amd64' },
    ]);
    const [row] = await readRows(connection, 'SELECT holds_kernel($packages::VARCHAR) AS kernel', {
      packages,
    });
    expect([name, row?.['kernel']]).toEqual([name, isKernelPackage(name)]);
  }
});
