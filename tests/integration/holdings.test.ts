import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { openWarehouseFile, readRows } from '#lib/server/warehouse/connection.ts';
import { debianEnvelope } from './support/debian-host.ts';
import type { SyntheticPackage } from './support/debian-host.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const HOUR = 3_600_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 99 * HOUR);
  app = await site.open();
});

afterEach(() => site.remove());

type Packages = Readonly<Record<string, SyntheticPackage>>;
const openssl = (version: string) => ({ openssl: { version }, libssl3: { version, source: 'openssl' } });
const kernel = (...versions: string[]): Packages =>
  Object.fromEntries(versions.map((version) => [`linux-image-${version}`, { version, source: 'linux' }]));

/** Hours after the beginning at which a scan started, and what it saw; in the order in which they arrive. */
const scans: readonly (readonly [string, number, Packages])[] = [
  ['web-1', 1, { ...openssl('3.0.1'), ...kernel('6.1.1') }],
  ['web-2', 1, { ...openssl('3.0.1'), curl: { version: '7.1' } }],
  ['web-1', 3, { ...openssl('3.0.3'), ...kernel('6.1.1', '6.1.2'), curl: { version: '7.1' } }],
  ['web-1', 5, { ...openssl('3.0.3'), ...kernel('6.1.2') }],
  ['web-1', 2, { ...openssl('3.0.2'), ...kernel('6.1.1', '6.1.0') }],
  ['web-2', 4, { openssl: { version: '3.0.1' } }],
  ['web-1', 6, { ...openssl('3.0.3'), ...kernel('6.1.2', '6.1.3') }],
];

const told = `FROM package_interval p JOIN asset_interval i ON i.asset_id = p.asset_id
  AND i.valid_from <= $as_of::TIMESTAMPTZ AND i.opened_seq <= $known_at::BIGINT
  AND (i.valid_to IS NULL OR i.closed_seq > $known_at::BIGINT OR i.valid_to > $as_of::TIMESTAMPTZ)
  AND (i.superseded_seq IS NULL OR i.superseded_seq > $known_at::BIGINT)
  WHERE p.valid_from <= $as_of::TIMESTAMPTZ AND p.opened_seq <= $known_at::BIGINT
  AND (p.valid_to IS NULL OR p.closed_seq > $known_at::BIGINT OR p.valid_to > $as_of::TIMESTAMPTZ)
  AND (p.superseded_seq IS NULL OR p.superseded_seq > $known_at::BIGINT)`;
const byPackages = `SELECT DISTINCT p.asset_id AS asset,
  advice_key_of(i.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module) AS key ${told} ORDER BY ALL`;
// Not distinct: a product is held in one way at a time.
const byHoldings = `SELECT h.asset_id AS asset, k.advice_key AS key
  FROM visible_holding(['*'], $as_of::TIMESTAMPTZ, $known_at::BIGINT) h
  JOIN visible_holding_key(['*'], $as_of::TIMESTAMPTZ, $known_at::BIGINT) k ON k.holding_no = h.holding_no ORDER BY ALL`;

/** Both ways of asking, at every hour as known at every event. */
async function compareAll(last: number): Promise<void> {
  const file = await openWarehouseFile({
    path: join(site.dataDir, 'warehouse.duckdb'),
    exportDir: join(site.dataDir, 'export'),
    tempDir: join(site.dataDir, 'tmp'),
  });
  const connection = await file.instance.connect();
  try {
    let rows = 0;
    for (let known_at = 1; known_at <= last; known_at += 1) {
      for (let hour = 0; hour <= 7; hour += 1) {
        const at = { as_of: new Date(begun + hour * HOUR).toISOString(), known_at };
        const held = await readRows(connection, byHoldings, at);
        expect(held, `${hour} h, event ${known_at}`).toEqual(await readRows(connection, byPackages, at));
        rows += held.length;
      }
    }
    expect(rows).toBeGreaterThan(100);
  } finally {
    connection.closeSync();
    file.instance.closeSync();
  }
}

describe('what assets hold', () => {
  it('is what their packages say, at any instant and as known at any event, also where a scan came late', async () => {
    for (const [name, hour, packages] of scans) {
      await receive(app, debianEnvelope({ name, startedAt: begun + hour * HOUR, packages }));
      await app.warehouse.catchUp();
    }
    const { seq } = app.store.log.head();
    await app.close();
    await compareAll(seq);
  });

  it('is the same when the events are applied together, and after opening the warehouse again', async () => {
    const half = Math.floor(scans.length / 2);
    for (const [index, [name, hour, packages]] of scans.entries()) {
      if (index === half) {
        await app.close();
        app = await site.open();
      }
      await receive(app, debianEnvelope({ name, startedAt: begun + hour * HOUR, packages }));
    }
    const { seq } = app.store.log.head();
    await app.warehouse.rebuild();
    await app.close();
    await compareAll(seq);
  });
});
