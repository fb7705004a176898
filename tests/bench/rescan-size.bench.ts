import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveEnvelope } from '#lib/server/scans/receive-envelope.ts';
import { makeSite, type TestSite } from '../integration/support/test-app.ts';
import type { Bench } from './bench.ts';
import { fleetEnvelope, fleetStart } from './support/synthetic-fleet.ts';

const HOSTS = 50;
const FIRST_ROUNDS = 20;
const RESCANS = 9000;
const DAY = 86_400_000;

/**
 * Bytes that one rescan of an unchanged host adds on the disk, over all three stores in their resting state (both
 * databases checkpointed). DuckDB grows by blocks of 256 KiB, so many rescans share the count,
 * and keeps a few spare ones, so the count begins on a file that has some. A rescan stores nothing of the packages,
 * however many there are.
 */
export const bench: Bench = {
  name: 'what an unchanged rescan stores',
  budget: { value: 2000, unit: 'bytes', kind: 'gate' },
  async run() {
    const site = makeSite(fleetStart + 4000 * DAY);
    try {
      await scanAll(site, 0, FIRST_ROUNDS);
      const before = sizes(site.dataDir);
      await scanAll(site, FIRST_ROUNDS, RESCANS / HOSTS);
      const after = sizes(site.dataDir);
      const each = (name: keyof typeof after) => (after[name] - before[name]) / RESCANS;
      const details = { artifacts: each('artifacts'), store: each('store'), warehouse: each('warehouse') };
      return { value: details.artifacts + details.store + details.warehouse, unit: 'bytes', details };
    } finally {
      site.remove();
    }
  },
};

/** `rounds` scans of every host, minutes apart; the stores are at rest afterwards. */
async function scanAll(site: TestSite, from: number, rounds: number): Promise<void> {
  const app = await site.open();
  for (let round = from; round < from + rounds; round += 1) {
    for (let number = 0; number < HOSTS; number += 1) {
      const scan = fleetEnvelope({ number, day: 0, packages: 60, missing: 5, later: round * 60_000 });
      receiveEnvelope(app, localOperator, scan, { jobId: null, own: false });
    }
    await app.warehouse.catchUp();
  }
  await app.close();
}

function sizes(dataDir: string) {
  const files = readdirSync(dataDir).map((name) => [name, statSync(join(dataDir, name)).size] as const);
  const sum = (start: string) =>
    files.filter(([name]) => name.startsWith(start)).reduce((all, [, size]) => all + size, 0);
  const artifacts = readdirSync(join(dataDir, 'artifacts')).map(
    (name) => statSync(join(dataDir, 'artifacts', name)).size,
  );
  return {
    artifacts: artifacts.reduce((all, size) => all + size, 0),
    store: sum('store.db'),
    warehouse: sum('warehouse.duckdb'),
  };
}
