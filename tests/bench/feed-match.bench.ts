import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rankingTemplate } from '#core/policy/policy.ts';
import { loadAdviceBook } from '#lib/server/warehouse/advice-book.ts';
import { createRatingBook } from '#lib/server/warehouse/rating-book.ts';
import type { ApplyContext } from '#lib/server/warehouse/apply-context.ts';
import { applyFeed } from '#lib/server/warehouse/apply-feed.ts';
import { createAssetMemory } from '#lib/server/warehouse/asset-memory.ts';
import { openWarehouseFile, readRows } from '#lib/server/warehouse/connection.ts';
import type { Evidence } from '#lib/server/warehouse/evidence.ts';
import { createHoldingBook } from '#lib/server/warehouse/holding-book.ts';
import { loadKnownFacts } from '#lib/server/warehouse/known-facts.ts';
import { loadLastScans } from '#lib/server/warehouse/last-scans.ts';
import { createStepBook } from '#lib/server/warehouse/step-book.ts';
import { createWriter } from '#lib/server/warehouse/writer.ts';
import { openFeedFile } from '#scanners/feeds/feed-input.ts';
import { feeds } from '#scanners/feeds/index.ts';
import type { Bench } from './bench.ts';
import { cpuMs } from './support/synthetic-fleet.ts';

const HOSTS = Number(process.env['BENCH_HOSTS'] ?? 45_000);
const SOURCES = 3600;

/**
 * 45,000 hosts with 600 packages each against a feed as large as Debian's: reading the file, comparing it with what was
 * said before, and judging every product in every installed version once. Then the next edition, with one flaw more
 * that every host has and no host's index shows: a finding with its deadlines on each.
 */
export const bench: Bench = {
  name: 'match 45,000 hosts × 600 packages against a Debian-sized feed',
  budget: { value: 60_000, unit: 'ms CPU', kind: 'goal' },
  async run() {
    const home = mkdtempSync(join(tmpdir(), 'patchproof-bench-'));
    try {
      return await measure(home);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};

async function measure(home: string) {
  mkdirSync(join(home, 'tmp'));
  const file = await openWarehouseFile({
    path: join(home, 'warehouse.duckdb'),
    exportDir: join(home, 'export'),
    tempDir: join(home, 'tmp'),
  });
  const connection = await file.instance.connect();
  const migrations = join(import.meta.dirname, '../../migrations/warehouse');
  for (const name of readdirSync(migrations).sort())
    await connection.run(readFileSync(join(migrations, name), 'utf8'));
  const fill = readFileSync(join(import.meta.dirname, 'support/fleet-inventory.sql'), 'utf8');
  for (const statement of fill.split(';\n')) {
    if (/\S/.test(statement.replaceAll(/^--.*$/gm, '')))
      await readRows(connection, statement, { hosts: HOSTS });
  }
  const editions = [trackerOf(false), trackerOf(true)];
  const writer = createWriter(connection);
  const advice = await loadAdviceBook(writer);
  const ratings = createRatingBook();
  const context: ApplyContext = {
    writer,
    evidence: evidenceOf(editions),
    policies: [rankingTemplate('UTC', Date.parse('2026-01-01T00:00:00Z'))],
    facts: await loadKnownFacts(writer, { advice, ratings }),
    lastScans: await loadLastScans(writer),
    assets: createAssetMemory(),
    advice,
    ratings,
    steps: createStepBook(),
    holdings: createHoldingBook(),
  };
  const take = async (edition: number) => {
    const before = cpuMs();
    const started = performance.now();
    await connection.run('BEGIN TRANSACTION');
    const event = {
      seq: edition + 2,
      epoch: 1,
      kind: 'feed.received',
      actor: null,
      object: String(edition),
      body: {},
      recordedAt: `2026-05-0${edition + 2}T00:00:00.000Z`,
      effectiveFrom: `2026-05-0${edition + 2}T00:00:00.000Z`,
    };
    await applyFeed(context, event, {
      artifact: String(edition),
      sha256: String(edition),
      feed: 'debian-tracker',
      fileName: 'data.json',
      origin: null,
    });
    await writer.flush();
    await connection.run('COMMIT');
    return { cpu: cpuMs() - before, wall: performance.now() - started };
  };
  const full = await take(0);
  const next = await take(1);
  connection.closeSync();
  file.instance.closeSync();
  return {
    value: full.cpu,
    unit: 'ms CPU' as const,
    details: {
      hosts: HOSTS,
      fileMB: Math.round((editions[0]?.length ?? 0) / 1e6),
      fullWallMs: Math.round(full.wall),
      newFlawOnEveryHostCpuMs: Math.round(next.cpu),
      newFlawOnEveryHostWallMs: Math.round(next.wall),
      rssMB: Math.round(process.memoryUsage().rss / 1e6),
    },
  };
}

function evidenceOf(editions: readonly Buffer[]): Evidence {
  const none = () => {
    throw new Error('only feeds are read here');
  };
  return {
    manifest: none,
    observation: none,
    network: none,
    advisories: none,
    sightings: none,
    reportedRows: none,
    feed: async ({ artifact, feed, fileName, receivedAt }, emit) => {
      const content = editions[Number(artifact)] ?? Buffer.alloc(0);
      return feeds[feed].read(await openFeedFile({ fileName, receivedAt, content }), emit);
    },
  };
}

const releases = ['bullseye', 'bookworm', 'trixie', 'sid'];

/** As many flaws as the tracker of 2026 has, a kernel with 8,000 among them; no installed version lacks a fix. */
function trackerOf(withNewFlaw: boolean): Buffer {
  const sources = Array.from({ length: SOURCES }, (_, source) => {
    const flaws = Array.from({ length: flawsOf(source) }, (__, index) => flaw(source * 10 + index, index));
    const fresh = withNewFlaw && source === 7 ? [flawOf('CVE-2026-99999', fixedIn('1.20-1'))] : [];
    return [`source${source}`, Object.fromEntries([...flaws, ...fresh])] as const;
  });
  return Buffer.from(JSON.stringify(Object.fromEntries(sources)));
}

function flawsOf(source: number): number {
  if (source === 0) return 8000;
  return source < 600 ? 40 : 15;
}

const fixedIn = (version: string) => ({
  status: 'resolved',
  repositories: { all: version },
  fixed_version: version,
  urgency: 'medium',
});
const postponed = { status: 'open', repositories: { all: '1.2-1' }, urgency: 'low', nodsa: 'Minor issue' };

function flaw(number: number, index: number) {
  const id = `CVE-20${10 + (index % 16)}-${10_000 + number}`;
  return flawOf(id, index % 10 === 9 ? postponed : fixedIn('1.2-1'));
}

function flawOf(id: string, entry: object) {
  const everywhere = Object.fromEntries(releases.map((name) => [name, entry]));
  return [id, { scope: 'remote', releases: everywhere }] as const;
}
