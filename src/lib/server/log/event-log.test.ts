import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#core/canonical-json.ts';
import { leafHash, rootOf } from '#core/merkle/tree.ts';
import { openRawDatabase, openTestStore } from '../store/open-test-store.ts';
import type { Store } from '../store/store.ts';
import type { NewEvent } from './event-log.ts';

const event = (n: number, body: unknown = { n }): NewEvent => ({
  kind: 'scan.received',
  object: `scan:${n}`,
  body,
  actor: n % 2 === 0 ? 'p1' : null,
  via: 'job',
});

function append(store: Store, count: number): void {
  store.transaction(() => {
    for (let n = 1; n <= count; n++) store.log.append(event(n));
  });
}

/** The file as an intruder has it: without the triggers. */
function tamper(dataDir: string) {
  const sqlite = openRawDatabase(dataDir);
  sqlite.exec('drop trigger event_is_never_updated; drop trigger event_is_never_deleted;');
  return sqlite;
}

describe('append', () => {
  test('numbers events from 1 and dates them by the clock', () => {
    const { store, clock } = openTestStore();
    const first = store.transaction(() => store.log.append(event(1)));
    clock.now += 5;
    const second = store.transaction(() =>
      store.log.append({ ...event(2), effectiveFrom: '2026-01-01T00:00:00.000Z' }),
    );
    expect(first).toMatchObject({
      seq: 1,
      epoch: 1,
      body: { n: 1 },
      recordedAt: '2026-11-23T08:00:00.000Z',
      effectiveFrom: '2026-11-23T08:00:00.000Z',
    });
    expect(second).toMatchObject({
      seq: 2,
      recordedAt: '2026-11-23T08:00:00.005Z',
      effectiveFrom: '2026-01-01T00:00:00.000Z',
    });
    expect(store.log.read(0, 10)).toEqual([first, second]);
    expect(store.log.read(1, 10)).toEqual([second]);
    expect(store.log.read(0, 1)).toEqual([first]);
  });

  test('never dates an event before its predecessor, even when the clock is set back', () => {
    const { store, clock } = openTestStore();
    append(store, 1);
    clock.now = 0;
    append(store, 2);
    expect(store.log.read(0, 10).map((row) => row.recordedAt)).toEqual(
      Array(3).fill('2026-11-23T08:00:00.000Z'),
    );
    expect(store.log.verify()).toEqual([]);
  });

  test('the leaf is the hash of the canonical JSON of the whole event', () => {
    const { store } = openTestStore();
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (body, object) => {
        const { leafHash: leaf, ...rest } = store.transaction(() =>
          store.log.append({ ...event(1, body), object }),
        );
        expect(leaf).toBe(leafHash(Buffer.from(canonicalJson(rest), 'utf8')).toString('hex'));
      }),
    );
    expect(store.log.verify()).toEqual([]);
  });

  test('is refused outside a transaction, and a failing transaction leaves no trace', () => {
    const { store } = openTestStore();
    append(store, 3);
    const head = store.log.head();
    expect(() => store.log.append(event(4))).toThrow('inside a store transaction');
    expect(() =>
      store.transaction(() => {
        store.log.append(event(4));
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(store.log.head()).toEqual(head);
    expect(store.log.read(0, 10)).toHaveLength(3);
    append(store, 1);
    expect(store.log.verify()).toEqual([]);
  });

  test('refuses what has no stable hash and an instant that is not exact', () => {
    const { store } = openTestStore();
    const tried = (input: NewEvent) => () => store.transaction(() => store.log.append(input));
    expect(tried({ ...event(1), body: undefined })).toThrow(TypeError);
    expect(tried({ ...event(1), effectiveFrom: '2026-01-01' })).toThrow(RangeError);
    expect(store.log.head().seq).toBe(0);
  });

  test('the database itself refuses to change or delete an event', () => {
    const { store, dataDir } = openTestStore();
    append(store, 1);
    const sqlite = openRawDatabase(dataDir);
    expect(() => sqlite.exec("update event set body = '{}'")).toThrow('an event is never changed');
    expect(() => sqlite.exec('delete from event')).toThrow('an event is never deleted');
    expect(() => sqlite.exec('insert or replace into event select * from event')).toThrow('only appended');
  });
});

describe('roots', () => {
  test('head and every earlier root are those of the plain tree over the leaves', () => {
    const { store, reopen } = openTestStore();
    append(store, 600);
    const leaves = store.log.leafHashes(0, 1000);
    expect(leaves).toHaveLength(600);
    const again = reopen();
    for (const seq of [0, 1, 2, 255, 256, 257, 511, 512, 513, 599, 600]) {
      expect(again.log.rootAt(seq)).toBe(rootOf(leaves.slice(0, seq)).toString('hex'));
    }
    expect(again.log.head()).toEqual({ epoch: 1, seq: 600, root: rootOf(leaves).toString('hex') });
    expect(() => again.log.rootAt(601)).toThrow(expect.objectContaining({ code: 'LOG_SEQ_UNKNOWN' }));
    expect(again.log.verify()).toEqual([]);
  });
});

describe('verify', () => {
  const changes: [string, string, string][] = [
    ['kind', "update event set kind = 'scan.receivee' where seq = 3", 'EVENT_CHANGED'],
    ['object', "update event set object = 'scan:4' where seq = 3", 'EVENT_CHANGED'],
    ['body', 'update event set body = \'{"n":4}\' where seq = 3', 'EVENT_CHANGED'],
    ['white space of the body', 'update event set body = \'{"n": 3}\' where seq = 3', 'EVENT_CHANGED'],
    ['actor', "update event set actor = 'p2' where seq = 3", 'EVENT_CHANGED'],
    ['actor, emptied', "update event set actor = '' where seq = 3", 'EVENT_CHANGED'],
    ['via', "update event set via = 'web' where seq = 3", 'EVENT_CHANGED'],
    ['recorded_at', 'update event set recorded_at = recorded_at + 1 where seq = 3', 'EVENT_CHANGED'],
    ['recorded_at, no instant', 'update event set recorded_at = 9e18 where seq = 3', 'EVENT_CHANGED'],
    ['effective_from', 'update event set effective_from = effective_from - 1 where seq = 3', 'EVENT_CHANGED'],
    ['epoch', 'update event set epoch = 2 where seq = 3', 'EVENT_CHANGED'],
    ['leaf_hash', 'update event set leaf_hash = zeroblob(32) where seq = 3', 'EVENT_CHANGED'],
    ['seq', 'update event set seq = 999 where seq = 3', 'SEQUENCE_GAP'],
    ['a deleted event', 'delete from event where seq = 3', 'SEQUENCE_GAP'],
    ['a cut tail', 'delete from event where seq > 298', 'TAIL_MISMATCH'],
    [
      'a cut tail with its count',
      'delete from event where seq > 298; update log_state set size = 298',
      'ROOT_MISMATCH',
    ],
    ['an emptied log', 'delete from event', 'TAIL_MISMATCH'],
    ['a lost head', 'delete from log_state', 'STATE_MISMATCH'],
    ['a changed root', "update log_state set root = replace(root, 'a', 'b')", 'ROOT_MISMATCH'],
    ['a changed frontier', "update log_state set frontier = replace(frontier, 'a', 'b')", 'STATE_MISMATCH'],
    [
      'a changed checkpoint',
      "update log_checkpoint set frontier = replace(frontier, 'a', 'b')",
      'CHECKPOINT_MISMATCH',
    ],
    [
      'two events exchanged',
      'update event set seq = -3 where seq = 3; update event set seq = 3 where seq = 4; update event set seq = 4 where seq = -3',
      'EVENT_CHANGED',
    ],
  ];

  test.each(changes)('finds a change of %s', (_, sql, code) => {
    const { store, dataDir } = openTestStore();
    append(store, 300);
    expect(store.log.verify()).toEqual([]);
    const sqlite = tamper(dataDir);
    sqlite.pragma('ignore_check_constraints = on');
    sqlite.exec(sql);
    expect(store.log.verify().map((problem) => problem.code)).toContain(code);
  });

  test('names the event that was changed', () => {
    const { store, dataDir } = openTestStore();
    append(store, 300);
    tamper(dataDir).exec('update event set body = \'{"n":0}\' where seq = 42');
    expect(store.log.verify()[0]).toMatchObject({ seq: 42, code: 'EVENT_CHANGED' });
  });

  test('finds a changed event whose leaf was recomputed to match, by the root', () => {
    const { store, dataDir } = openTestStore();
    append(store, 10);
    const [row] = store.log.read(2, 1);
    const { leafHash: _leaf, ...rest } = { ...row, body: { n: 'forged' } };
    const forged = leafHash(Buffer.from(canonicalJson(rest), 'utf8'));
    const update = 'update event set body = ?, leaf_hash = ? where seq = 3';
    tamper(dataDir).prepare(update).run(canonicalJson(rest.body), forged);
    expect(store.log.verify().map((problem) => problem.code)).toContain('ROOT_MISMATCH');
  });

  test('finds any flipped bit of any text or number of any event', () => {
    const { store, dataDir } = openTestStore();
    append(store, 20);
    const sqlite = tamper(dataDir);
    sqlite.pragma('ignore_check_constraints = on');
    const columns = [
      'kind',
      'object',
      'body',
      'actor',
      'via',
      'recorded_at',
      'effective_from',
      'epoch',
      'leaf_hash',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...columns),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(),
        (column, seq, where) => {
          const read = sqlite.prepare(`select ${column} from event where seq = ?`).pluck();
          const good = read.get(seq);
          if (good === null) return;
          sqlite.prepare(`update event set ${column} = ? where seq = ?`).run(flipped(good, where), seq);
          const found = store.log.verify();
          sqlite.prepare(`update event set ${column} = ? where seq = ?`).run(good, seq);
          expect(found.map((problem) => problem.seq)).toContain(seq);
        },
      ),
      { numRuns: 300 },
    );
    expect(store.log.verify()).toEqual([]);
  });
});

function flipped(value: unknown, where: number): unknown {
  if (typeof value === 'number') return value ^ 1 ? value + 2 ** (where % 40) : value + 1;
  const bytes = Buffer.isBuffer(value) ? Buffer.from(value) : Buffer.from(String(value), 'latin1');
  const at = where % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (where % 7));
  return Buffer.isBuffer(value) ? bytes : bytes.toString('latin1');
}
