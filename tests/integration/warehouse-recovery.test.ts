import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listScans } from '#lib/server/scans/list-scans.ts';
import { queries } from '#lib/server/warehouse/queries.gen.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { makeSite, readEverything, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const now = Date.parse('2026-05-10T08:00:00.000Z');
const DAY = 86_400_000;
const view = { asOf: '2026-05-10T08:00:00.000Z' };

let site: TestSite;
let file: string;
let before: Record<string, string>;

function scan(days: number, version: string) {
  const packages = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`package-${index}`, { version: '1.0' }]),
  );
  return debianEnvelope({
    name: 'web',
    startedAt: now - days * DAY,
    packages: { ...packages, openssl: { version, security: '3.1' } },
  });
}

async function opened<T>(work: (app: App) => Promise<T>): Promise<T> {
  site.reports.length = 0;
  const app = await site.open();
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

beforeEach(async () => {
  site = makeSite(now);
  file = join(site.dataDir, 'warehouse.duckdb');
  before = await opened(async (app) => {
    await receive(app, scan(3, '3.0'));
    await receive(app, scan(1, '3.1'));
    return readEverything(app, view);
  });
  expect(site.reports).toEqual([]);
});

afterEach(() => site.remove());

async function alter(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

/** The answers of a site that is opened again, and what it reported. */
async function again() {
  const said = await opened((app) => readEverything(app, view));
  return { said, reports: [...site.reports] };
}

test('a warehouse that fits is kept, without a word', async () => {
  expect(await again()).toEqual({ said: before, reports: [] });
});

describe('a warehouse is rebuilt from the log, and says why, when', () => {
  test.each([
    ['another version made it', "UPDATE applied SET code = 'other'", /another version/],
    ['its root is not the log’s', "UPDATE applied SET root = repeat('0', 64)", /does not match the log/],
    ['it is ahead of the log', 'UPDATE applied SET seq = 9999', /does not match the log/],
    ['it is of another epoch', 'UPDATE applied SET epoch = 7', /does not match the log/],
    ['it does not say what it holds', 'DELETE FROM applied', /incomplete/],
    ['a table is gone', 'DROP TABLE applied', /incomplete/],
  ])('%s', async (_title, sql, words) => {
    await alter(`${sql}; CHECKPOINT`);
    const { said, reports } = await again();
    expect(said).toEqual(before);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(words);
  });

  test.each([
    ['it is not a database', () => Buffer.from('not a database at all')],
    [
      'its header is damaged',
      (bytes: Buffer) => Buffer.concat([Buffer.alloc(4096, 7), bytes.subarray(4096)]),
    ],
    ['it was cut off', (bytes: Buffer) => bytes.subarray(0, 12_288)],
  ])('%s', async (_title, damage) => {
    await alter('CHECKPOINT');
    writeFileSync(file, damage(readFileSync(file)));
    const { said, reports } = await again();
    expect(said).toEqual(before);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(/rebuilt/);
  });

  test('any one block in it is damaged', async () => {
    await alter('CHECKPOINT');
    const whole = readFileSync(file);
    let told = 0;
    for (let offset = 12_288; offset < whole.length; offset += 262_144) {
      const bytes = Buffer.from(whole);
      for (let index = 0; index < 64; index++) bytes[offset + 4096 + index] = 0xa5;
      writeFileSync(file, bytes);
      const { said, reports } = await again();
      expect(said).toEqual(before);
      told += reports.length;
    }
    expect(told).toBeGreaterThan(0);
  });
});

test('a lost warehouse is made anew, also when its write-ahead log is still there', async () => {
  rmSync(file);
  expect((await again()).said).toEqual(before);
  rmSync(file);
  writeFileSync(`${file}.wal`, 'not a log of this file');
  expect((await again()).said).toEqual(before);
});

test('events that were committed before a crash but not applied are caught up at the next open', async () => {
  const copy = `${file}.before`;
  copyFileSync(file, copy);
  const after = await opened(async (app) => {
    await receive(app, scan(0, '3.0'));
    return readEverything(app, view);
  });
  expect(after).not.toEqual(before);
  copyFileSync(copy, file);
  rmSync(`${file}.wal`, { force: true });
  expect(await again()).toEqual({ said: after, reports: [] });
});

test('a rebuild and the end wait for what is being asked', async () => {
  const app = await site.open();
  const ask = () => {
    const days = [0, 1, 2, 3, 4, 5].map((day) => new Date(now - day * DAY).toISOString());
    return days.map((asOf) => listFindings(app, localOperator, { asOf }));
  };
  const expected = (await Promise.all(ask())).map(({ rows }) => rows);
  const asked = ask();
  await Promise.race(asked);
  await app.warehouse.rebuild();
  expect((await Promise.all(asked)).map(({ rows }) => rows)).toEqual(expected);

  // Rebuilt, nothing of this is known from before.
  const last = ask();
  await Promise.race(last);
  await app.close();
  const ends = await Promise.allSettled(last);
  expect(ends.map(({ status }) => status)).toEqual(last.map(() => 'fulfilled'));
});

test('a question on which the engine failed, and failed again, is answered', async () => {
  const { prepare } = DuckDBConnection.prototype;
  let failures = 0;
  const failing = vi.spyOn(DuckDBConnection.prototype, 'prepare').mockImplementation(async function (
    this: DuckDBConnection,
    sql,
  ) {
    if (sql !== queries.scans.sql || failures === 2) return prepare.call(this, sql);
    failures += 1;
    throw new Error('INTERNAL Error: Attempted to access index 0 within vector of size 0');
  });
  try {
    expect(await opened((app) => listScans(app, localOperator, {}))).toMatchObject({ total: 2 });
    expect(site.reports).toEqual(Array(2).fill(expect.stringMatching(/engine.*opened again/)));
  } finally {
    failing.mockRestore();
  }
});
