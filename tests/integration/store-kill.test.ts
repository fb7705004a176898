import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openArtifactStore } from '#lib/server/artifacts/artifact-store.ts';
import { openDataDir } from '#lib/server/data-dir.ts';
import { MasterKey } from '#lib/server/master-key.ts';
import { openSecret, sealSecret } from '#lib/server/sealed-secret.ts';
import { openStore } from '#lib/server/store/store.ts';

const SERVER = resolve(import.meta.dirname, '../../src/lib/server');
const MIGRATIONS = resolve(import.meta.dirname, '../../migrations/operational');
const NOW = Date.parse('2026-11-23T08:00:00.000Z');
const KILLS = 12;

/** Keeps artifacts and appends their events for as long as it lives; prints each receipt once it is durable. */
const writer = (dataDir: string, round: number) => `
  import { randomBytes } from 'node:crypto';
  import { writeSync } from 'node:fs';
  import { openArtifactStore } from '${SERVER}/artifacts/artifact-store.ts';
  import { openDataDir } from '${SERVER}/data-dir.ts';
  import { openStore } from '${SERVER}/store/store.ts';
  openDataDir('${dataDir}', { now: Date.now() });
  const store = openStore({ dataDir: '${dataDir}', migrationsDir: '${MIGRATIONS}', now: Date.now });
  const artifacts = openArtifactStore({ directory: '${dataDir}/artifacts', segmentBytes: 200_000 });
  for (let n = 0; ; n++) {
    const { sha256 } = artifacts.put(randomBytes(3000 + (n % 7) * 1000));
    artifacts.sync();
    const event = { kind: 'scan.received', object: 'scan:${round}-' + n, body: { artifact: sha256 }, actor: null, via: 'job' };
    const { seq } = store.transaction(() => {
      store.receipts.insert({ key: sha256, requestDigest: sha256, receipt: { n }, createdAt: 0 });
      return store.log.append(event);
    });
    writeSync(1, seq + ' ' + sha256 + '\\n');
  }`;

async function writeUntilKilled(dataDir: string, round: number): Promise<[number, string][]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer(dataDir, round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  await new Promise((started) => child.stdout.once('data', started));
  // Spread over the writer's loop of about a millisecond; a seed would not make the instant repeatable.
  setTimeout(() => child.kill('SIGKILL'), 20 + round * 7.3);
  await new Promise((ended) => child.once('close', ended));
  const lines = output
    .slice(0, output.lastIndexOf('\n') + 1)
    .trim()
    .split('\n');
  return lines.map((line) => [Number(line.split(' ')[0]), line.split(' ')[1] ?? '']);
}

test('every acknowledged event and artifact is there, once and whole, after kill -9', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'patchproof-kill-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const acknowledged: [number, string][] = [];
  for (let round = 0; round < KILLS; round++) acknowledged.push(...(await writeUntilKilled(dataDir, round)));
  expect(acknowledged.length).toBeGreaterThan(KILLS);

  openDataDir(dataDir, { now: NOW });
  const store = openStore({ dataDir, migrationsDir: MIGRATIONS, now: () => NOW });
  const artifacts = openArtifactStore({ directory: join(dataDir, 'artifacts') });
  const events = new Map(store.log.read(0, 1_000_000).map((event) => [event.seq, event]));
  for (const [seq, sha256] of acknowledged) {
    expect(events.get(seq)?.body).toEqual({ artifact: sha256 });
    expect(store.receipts.find(sha256)).toBeDefined();
    expect(artifacts.get(sha256).length).toBeGreaterThan(2999);
  }
  expect(new Set([...events.values()].map((event) => JSON.stringify(event.body))).size).toBe(events.size);
  expect(store.log.verify()).toEqual([]);
  expect(artifacts.verify()).toEqual([]);
  store.close();
  artifacts.close();
});

test('no sealed secret, and nothing of the master key, is found in any file of the data directory', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'patchproof-canary-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const keyBytes = Buffer.alloc(32, 0xa7);
  const key = new MasterKey(keyBytes);
  const store = openStore({ dataDir, migrationsDir: MIGRATIONS, now: () => NOW });
  const place = (id: string) => ({ table: 'credential', id, field: 'secret' });
  const canary = (n: number) => Buffer.from(`canary-${n}-3f9a77c1d2`);
  store.transaction(() => {
    for (let n = 0; n < 100; n++) {
      const id = `c${n}`;
      const row = { id, name: id, kind: 'password', username: 'scan', createdAt: NOW, createdBy: null };
      store.credentials.insert({ ...row, sealed: sealSecret(key, place(id), canary(n)) });
    }
  });
  const read = () => readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)));
  for (const bytes of read()) {
    expect(bytes.includes('3f9a77c1d2')).toBe(false);
    expect(bytes.includes(keyBytes)).toBe(false);
  }
  const rows = [store.credentials.findByName('c1'), store.credentials.findByName('c2')];
  const [one, two] = rows.map((row) => row?.sealed ?? Buffer.of());
  expect(openSecret(key, place('c1'), one ?? Buffer.of())).toEqual(canary(1));
  expect(() => openSecret(key, place('c1'), two ?? Buffer.of())).toThrow(/integrity/);
  expect(JSON.stringify(store.credentials.list())).not.toContain('sealed');
  store.close();
});
