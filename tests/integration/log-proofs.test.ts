import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Frontier } from '#core/merkle/tree.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { exportLog } from '#lib/server/evidence/export-log.ts';
import { getLogEvent } from '#lib/server/evidence/get-log-event.ts';
import { proveLog } from '#lib/server/evidence/prove-log.ts';
import { searchLog } from '#lib/server/evidence/search-log.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { eventLeafHash } from '#lib/server/log/leaf.ts';
import { openEvidence } from '#lib/server/read-documents/open-evidence.ts';
import { verifyEvidence } from '#lib/server/read-documents/verify-evidence.ts';
import { checkExport, checkProof } from '../../docs/verify-log.mjs';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

let site: TestSite;
afterEach(() => site.remove());

async function openWithHistory(events: number): Promise<App> {
  site = makeSite(Date.parse('2026-05-01T08:00:00Z'));
  const app = await site.open();
  await grow(app, events);
  return app;
}

async function grow(app: App, events: number): Promise<void> {
  for (let n = 0; n < events; n++) {
    site.now += 1000;
    await defineUnit(app, localOperator, { unit: `unit-${site.now}`, name: `Unit ${n}` });
  }
}

/** As a person without the master key could: everything in the store made to fit. */
function forge(change: (rows: StoredEvent[]) => StoredEvent[], { keepNote = true } = {}): void {
  const sqlite = new Database(join(site.dataDir, 'store.db'));
  const triggers = sqlite.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all();
  for (const name of triggers) sqlite.exec(`drop trigger ${String(name)}`);
  const rows = change(sqlite.prepare('select * from event order by seq').all() as StoredEvent[]);
  const tree = Frontier.empty();
  sqlite.exec('delete from event; delete from log_checkpoint');
  const columns = 'seq, epoch, kind, object, body, actor, via, recorded_at, effective_from, leaf_hash';
  const insert = sqlite.prepare(`insert into event (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  for (const [index, row] of rows.entries()) {
    const {
      epoch,
      kind,
      object,
      body,
      actor,
      via,
      recorded_at: recordedAt,
      effective_from: effectiveFrom,
    } = row;
    const seq = index + 1;
    const leaf = eventLeafHash({ seq, epoch, kind, object, body, actor, via, recordedAt, effectiveFrom });
    tree.append(leaf);
    insert.run(seq, epoch, kind, object, body, actor, via, recordedAt, effectiveFrom, leaf);
  }
  const head = [
    rows.length,
    tree.root().toString('hex'),
    JSON.stringify(tree.toJson()),
    rows.at(-1)?.recorded_at,
  ];
  sqlite.prepare('update log_state set size = ?, root = ?, frontier = ?, recorded_at = ?').run(...head);
  if (!keepNote) sqlite.exec('update log_state set note = null');
  sqlite.close();
}

interface StoredEvent {
  readonly seq: number;
  readonly epoch: number;
  readonly kind: string;
  readonly object: string;
  readonly body: string;
  readonly actor: string | null;
  readonly via: string;
  readonly recorded_at: number;
  readonly effective_from: number;
}

/** What `log verify` finds at rest. */
function problemsAtRest(app: App, checkpoint?: string): string[] {
  const evidence = openEvidence(app.config, () => site.now);
  try {
    const { ok, problems, keyFrom } = verifyEvidence(
      evidence,
      localOperator,
      checkpoint ? { checkpoint } : {},
    );
    expect(keyFrom).toBe('master key');
    expect(ok).toBe(problems.length === 0);
    return problems.map(({ code }) => code);
  } finally {
    evidence.close();
  }
}

describe('proofs, checked by a program that shares nothing with this one', () => {
  it('hold for every event and every earlier size, and for nothing else', async () => {
    const app = await openWithHistory(18);
    const size = app.store.log.head().seq;
    const key = proveLog(app, localOperator, { from: 0 }).verifierKey ?? '';
    const proofs: object[] = [];
    for (let seq = 1; seq <= size; seq++) {
      const proof = proveLog(app, localOperator, { seq });
      expect(checkProof(proof, key)).toBe(true);
      const growth = proveLog(app, localOperator, { from: seq });
      expect(checkProof(growth, key)).toBe(true);
      proofs.push(proof, growth);
    }
    fc.assert(
      fc.property(fc.nat(proofs.length - 1), fc.nat(), fc.integer({ min: 1, max: 9 }), (which, at, by) => {
        const text = JSON.stringify({ ...proofs[which], verifierKey: '' });
        const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
        const place = digits[at % digits.length] ?? 0;
        const digit = (Number(text[place]) + by) % 10;
        return !isAccepted(`${text.slice(0, place)}${digit}${text.slice(place + 1)}`, key);
      }),
      { numRuns: 3000 },
    );
    await app.close();
  });

  it('hold for an export, and not for one with a line less, more, changed or moved', async () => {
    const app = await openWithHistory(25);
    const { leaves, note, verifierKey, next } = exportLog(app, localOperator, { after: 0 });
    expect(next).toBeNull();
    const holds = (lines: readonly string[]) => checkExport([...lines], note ?? '', verifierKey ?? '');
    expect(holds(leaves)).toBe(true);
    expect(holds(leaves.slice(0, -1))).toBe(false);
    expect(holds(leaves.toSpliced(3, 1))).toBe(false);
    expect(holds([...leaves, leaves[0] ?? ''])).toBe(false);
    expect(holds(leaves.with(4, leaves[5] ?? '').with(5, leaves[4] ?? ''))).toBe(false);
    expect(holds(leaves.with(7, (leaves[7] ?? '').replace('web', 'api').replace('cli', 'job')))).toBe(false);
    await app.close();
  });
});

function isAccepted(text: string, key: string): boolean {
  let proof: object;
  try {
    proof = JSON.parse(text) as object;
  } catch {
    return false;
  }
  return checkProof(proof, key);
}

describe('a log that was changed by hand, with every hash made to fit', () => {
  it.each<[string, (rows: StoredEvent[]) => StoredEvent[]]>([
    ['changed', (rows) => rows.map((row) => (row.seq === 9 ? { ...row, body: '{"name":"other"}' } : row))],
    ['dropped', (rows) => rows.filter(({ seq }) => seq !== 9)],
    ['reordered', (rows) => rows.with(8, rows[9] as StoredEvent).with(9, rows[8] as StoredEvent)],
    ['cut', (rows) => rows.slice(0, -3)],
    ['appended to', (rows) => [...rows, rows.at(-1) as StoredEvent]],
  ])('is found when an event was %s, and never goes on', async (_what, change) => {
    const app = await openWithHistory(12);
    await app.close();
    expect(problemsAtRest(app)).toEqual([]);
    forge(change);
    expect(problemsAtRest(app)).toContain('SIGNED_OTHERWISE');
    await expect(site.open()).rejects.toMatchObject({ code: 'LOG_NOT_OURS', exitCode: 4 });
    forge((rows) => rows, { keepNote: false });
    expect(problemsAtRest(app)).toContain('HEAD_UNSIGNED');
    await expect(site.open()).rejects.toMatchObject({ code: 'LOG_NOT_OURS' });
  });

  it('is found under the hand of a running server at its next change', async () => {
    const app = await openWithHistory(3);
    forge((rows) => [...rows, rows.at(-1) as StoredEvent]);
    await expect(grow(app, 1)).rejects.toMatchObject({ code: 'LOG_NOT_OURS' });
    await expect(app.close()).rejects.toMatchObject({ code: 'LOG_NOT_OURS' });
  });

  it('is found by a checkpoint carried away before when the whole store is an older copy of itself', async () => {
    const app = await openWithHistory(3);
    await app.close();
    const older = readFileSync(join(site.dataDir, 'store.db'));
    const again = await site.open();
    await grow(again, 5);
    const carried = again.store.log.headNote() ?? '';
    await again.close();
    expect(problemsAtRest(app, carried)).toEqual([]);
    writeFileSync(join(site.dataDir, 'store.db'), older);
    expect(problemsAtRest(app)).toEqual([]);
    expect(problemsAtRest(app, carried)).toEqual(['LOG_CUT']);
    expect(problemsAtRest(app, `${carried}x`)).toEqual(['CHECKPOINT_REFUSED']);
  });
});

it('copies of the signed head are written into the folder that is named, and the last one at the end', async () => {
  site = makeSite(Date.parse('2026-05-01T08:00:00Z'));
  const folder = join(site.dataDir, '../copies');
  const app = await site.open({ checkpointDir: folder });
  await grow(app, 2);
  site.now += 61_000;
  await grow(app, 2);
  const size = app.store.log.head().seq;
  await app.close();
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThanOrEqual(2);
  expect(files.at(-1)).toBe(`checkpoint-${String(size).padStart(12, '0')}.txt`);
  expect(problemsAtRest(app, readFileSync(join(folder, files.at(-1) ?? ''), 'utf8'))).toEqual([]);
});

describe('looking into the log', () => {
  it('finds by kind, its beginning, person, day and text, newest first, and is itself recorded', async () => {
    const app = await openWithHistory(5);
    const all = searchLog(app, localOperator, {});
    expect(all.rows.map(({ seq }) => seq)).toEqual(
      Array.from({ length: all.total }, (_, n) => all.total - n),
    );
    expect(all.signedNote).toContain(`\n${all.events}\n`);
    const units = searchLog(app, localOperator, { kind: 'unit', q: 'unit 3', pageSize: 2 });
    expect(units).toMatchObject({ total: 1, rows: [{ kind: 'unit.defined', actorName: 'local operator' }] });
    expect(searchLog(app, localOperator, { kind: 'uni' }).total).toBe(0);
    expect(searchLog(app, localOperator, { actor: 'local-operator', to: '2026-04-30' }).total).toBe(0);
    expect(searchLog(app, localOperator, { kind: 'log.read', from: '2026-05-01' }).total).toBe(4);
    const one = getLogEvent(app, localOperator, { seq: 1 });
    expect(one).toMatchObject({ seq: 1, kind: 'install.created', actorName: 'Patchproof' });
    expect(() => getLogEvent(app, localOperator, { seq: 10_000 })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    expect(() => searchLog(app, localOperator, { from: '2026-13-01' })).toThrow(
      expect.objectContaining({ code: 'QUERY_INVALID' }),
    );
    await app.close();
  });
});
