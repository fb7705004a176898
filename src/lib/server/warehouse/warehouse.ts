import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { applyEvents, eventRuns } from './apply.ts';
import { openWarehouseFile, readRows } from './connection.ts';
import type { ParameterValue, WarehouseFile } from './connection.ts';
import type { AppliedEvent, EventSource, Evidence } from './evidence.ts';
import { queries } from './queries.gen.ts';
import type { QueryTypes } from './queries.gen.ts';
import type { AdjudicationPlace } from './adjudication-book.ts';
import { createAnswerCache } from './answer-cache.ts';
import { readAdjudications } from './read-adjudications.ts';
import type { Adjudications } from './read-adjudications.ts';
import { readRankings } from './read-rankings.ts';
import type { Rankings } from './read-rankings.ts';
import { giveWay } from './give-way.ts';
import { loadMemory } from './warehouse-memory.ts';
import type { Memory } from './warehouse-memory.ts';
import { readDeadlinesUnder, readWhatIf } from './what-if.ts';
import type { AlwaysUnder, WhatIfRow } from './what-if.ts';
import type { Writing } from './table-writer.ts';
import { createWriter } from './writer.ts';
import type { Writer } from './writer.ts';

/** Raise when detection, clocks or tables change: an older warehouse is then rebuilt from the log. */
const DERIVATION = 'advice-4';
/** Events of one transaction, and rows gathered before some are written. */
const BATCH = 256;
const GATHERED = 100_000;
/** So often an engine that failed on a question is asked it again. */
const AGAIN = 3;
/** How often it is looked whether all questions are answered. */
const ASKING_MS = 5;

export interface WarehouseOptions {
  readonly dataDir: string;
  readonly migrationsDir: string;
  readonly events: EventSource;
  readonly evidence: Evidence;
  /** What the engine may hold in memory; absent = its default. */
  readonly memoryLimit?: string | undefined;
  /** Aside where others are answered meanwhile; absent = here. */
  readonly writing?: Writing | undefined;
  /** Told what happens to the file: rebuilds and why. */
  readonly report: (line: string) => void;
}

/** The derived store: applies events in order, answers queries. One per process. */
export interface Warehouse {
  query<N extends keyof QueryTypes>(
    name: N,
    params: QueryTypes[N]['params'],
  ): Promise<readonly QueryTypes[N]['row'][]>;
  /** Apply everything the log holds now; resolves when done. Calls queue up. */
  catchUp(): Promise<number>;
  appliedSeq(): number;
  /** The rank of findings at an instant, as the last event left it; findings that are not there are left out. */
  rankings(findingIds: readonly string[], now: number): Promise<Rankings>;
  /** What a policy version would change for what is open, if it were in force from an instant on. */
  whatIf(policy: PolicyVersion, now: number): Promise<readonly WhatIfRow[]>;
  /** The deadlines that findings would have had under one version, had it always been in force. */
  deadlinesUnder(about: AlwaysUnder): Promise<ReadonlyMap<string, number | null>>;
  /** What was adjudicated at an instant, as the last event left it. */
  adjudications(places: readonly AdjudicationPlace[], now: number): Promise<Adjudications>;
  /** Policy versions as known at an event; absent = all. */
  policies(knownAt?: number): readonly PolicyVersion[];
  rebuild(): Promise<number>;
  close(): Promise<void>;
}

interface State {
  file: WarehouseFile;
  connection: DuckDBConnection;
  readers: DuckDBConnection[];
  /** Questions that the engine is answering. */
  asking: number;
  writer: Writer;
  seq: number;
  policies: KnownPolicy[];
  /** Read when the first event is applied; null again after a transaction that was rolled back. */
  memory: Memory | null;
}

interface KnownPolicy {
  readonly seq: number;
  readonly policy: PolicyVersion;
}

interface CurrentState {
  readonly policies: readonly PolicyVersion[];
  readonly seq: number;
}

export async function openWarehouse(options: WarehouseOptions): Promise<Warehouse> {
  let state = await openState(options);
  let queue: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work, work);
    queue = result.catch(() => undefined);
    return result;
  };
  const cache = createAnswerCache();
  const renew = async () => {
    cache.clear();
    await closeAnswered(state);
    removeFile(options.dataDir);
    state = await openState(options);
  };
  const reopenFile = async () => {
    cache.clear();
    await closeAnswered(state);
    state = await openState(options);
  };
  /**
   * Damage may show long after opening: the file is derived, so it is made anew. An engine that failed within a question
   * answers nothing more until it is opened again; its file is whole.
   */
  const repair = async (error: unknown) => {
    if (!isDamage(error) && !isEngineFailure(error)) throw error;
    if (isDamage(error)) {
      options.report('The warehouse is damaged and is rebuilt from the log.');
      await renew();
    } else {
      const [said] = String(error).split('\n', 1);
      options.report(`The engine of the warehouse failed on a question and is opened again: ${said}`);
      await reopenFile();
    }
    return applyAll(state, options);
  };
  const catchUp = () => enqueue(() => applyAll(state, options).catch(repair));
  /** Asks of what is known once everything that the log holds is applied. */
  const onCurrent = <T>(read: (known: Memory & CurrentState) => Promise<T>): Promise<T> =>
    enqueue(async () => {
      await applyAll(state, options);
      const memory = (state.memory ??= await loadMemory(state.writer));
      return read({ ...memory, policies: state.policies.map(({ policy }) => policy), seq: state.seq });
    });
  return {
    catchUp,
    query: (name, params) =>
      cache.answer(JSON.stringify([name, params]), state.seq, async () => {
        for (let failures = 1; ; failures++) {
          const used = state;
          try {
            return await ask(used, name, params);
          } catch (error) {
            if (failures > AGAIN) throw error;
            await enqueue(() => (state === used ? repair(error) : Promise.resolve(0)));
          }
        }
      }),
    appliedSeq: () => state.seq,
    rankings: (findingIds, now) =>
      onCurrent(({ facts, ...known }) =>
        readRankings(state.writer, { facts, ...known }, { findingIds, now }),
      ),
    whatIf: (policy, now) =>
      onCurrent(({ facts, ...known }) => readWhatIf(state.writer, { facts, ...known }, { policy, now })),
    deadlinesUnder: (about) => onCurrent((known) => readDeadlinesUnder(state.writer, known, about)),
    adjudications: (places, now) =>
      onCurrent(({ adjudications, seq }) =>
        readAdjudications({ writer: state.writer, adjudications, seq }, { places, now }),
      ),
    policies: (knownAt = Infinity) =>
      state.policies.filter(({ seq }) => seq <= knownAt).map(({ policy }) => policy),
    rebuild: async () => {
      await enqueue(renew);
      return catchUp();
    },
    close: () => enqueue(() => closeAnswered(state)),
  };
}

async function ask<N extends keyof QueryTypes>(
  state: State,
  name: N,
  params: QueryTypes[N]['params'],
): Promise<readonly QueryTypes[N]['row'][]> {
  state.asking += 1;
  try {
    return await runQuery(state, name, params);
  } finally {
    state.asking -= 1;
  }
}

/** Such an error makes the instance refuse everything that follows. */
function isEngineFailure(error: unknown): boolean {
  return /^(INTERNAL|FATAL) Error|has been invalidated/.test(error instanceof Error ? error.message : '');
}

/** DuckDB checks a checksum whenever it reads a block. */
function isDamage(error: unknown): boolean {
  return /corrupt|checksum/i.test(String(error));
}

async function openState(options: WarehouseOptions): Promise<State> {
  const existed = existsSync(join(options.dataDir, 'warehouse.duckdb'));
  const opened = existed ? await reopen(options) : null;
  if (opened && (await isCurrent(opened, options))) return opened;
  if (opened) closeState(opened);
  // Also without the file: a write-ahead log that outlived it would be replayed into the new one.
  setAside(options);
  const fresh = await tryOpen(options);
  for (const sql of migrationTexts(options.migrationsDir)) await fresh.connection.run(sql);
  await fresh.writer.run('start-applied', { code: codeId(options) });
  return fresh;
}

async function reopen(options: WarehouseOptions): Promise<State | null> {
  try {
    return await tryOpen(options);
  } catch (error) {
    options.report(`The warehouse could not be opened and is rebuilt from the log: ${String(error)}`);
    return null;
  }
}

async function tryOpen({ dataDir, memoryLimit, writing }: WarehouseOptions): Promise<State> {
  const file = await openWarehouseFile({
    path: join(dataDir, 'warehouse.duckdb'),
    exportDir: join(dataDir, 'export'),
    tempDir: join(dataDir, 'tmp'),
    memoryLimit,
  });
  const connection = await file.instance.connect();
  const readers = await Promise.all([1, 2, 3].map(() => file.instance.connect()));
  return {
    file,
    connection,
    readers,
    asking: 0,
    writer: createWriter(connection, writing),
    seq: 0,
    policies: [],
    memory: null,
  };
}

/** Same derivation, same log: else the file answers for another history and must go. */
async function isCurrent(state: State, options: WarehouseOptions): Promise<boolean> {
  const rows = await state.writer.run('applied', {}).catch(() => []);
  const [applied] = rows;
  if (!applied) {
    options.report('The warehouse is incomplete and is rebuilt from the log.');
    return false;
  }
  if (applied.code !== codeId(options)) {
    options.report('The warehouse was made by another version and is rebuilt from the log.');
    return false;
  }
  const { epoch, seq } = options.events.head();
  const sameLog = applied.seq === 0 || (applied.epoch === epoch && applied.seq <= seq);
  if (!sameLog || (applied.seq > 0 && options.events.rootAt(applied.seq) !== applied.root)) {
    options.report('The warehouse does not match the log and is rebuilt.');
    return false;
  }
  state.seq = applied.seq;
  const policies = await state.writer.run('policies', {});
  state.policies = policies.map((row) => ({
    seq: row.seq,
    policy: JSON.parse(row.document) as PolicyVersion,
  }));
  return true;
}

function codeId({ migrationsDir }: WarehouseOptions): string {
  const hash = createHash('sha256').update(DERIVATION);
  for (const sql of migrationTexts(migrationsDir)) hash.update(sql);
  return hash.digest('hex');
}

function migrationTexts(dir: string): string[] {
  const files = readdirSync(dir).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => readFileSync(join(dir, file), 'utf8'));
}

function setAside({ dataDir }: WarehouseOptions): void {
  const path = join(dataDir, 'warehouse.duckdb');
  rmSync(`${path}.old`, { force: true });
  if (existsSync(path)) renameSync(path, `${path}.old`);
  rmSync(`${path}.wal`, { force: true });
}

function removeFile(dataDir: string): void {
  for (const suffix of ['', '.wal', '.old'])
    rmSync(join(dataDir, `warehouse.duckdb${suffix}`), { force: true });
}

/**
 * Closes the file under nobody: a connection that is closed while it answers waits for itself, and the process for it,
 * for ever. The questions end first, answered or not.
 */
async function closeAnswered(state: State): Promise<void> {
  while (state.asking > 0) await pause(ASKING_MS);
  closeState(state);
}

function closeState(state: State): void {
  for (const connection of [state.connection, ...state.readers]) connection.closeSync();
  state.file.instance.closeSync();
}

async function applyAll(state: State, options: WarehouseOptions): Promise<number> {
  for (;;) {
    const events = options.events.read(state.seq, BATCH);
    if (events.length === 0) return state.seq;
    await applyBatch(state, options, events);
  }
}

async function applyBatch(state: State, options: WarehouseOptions, events: AppliedEvent[]): Promise<void> {
  const last = events.at(-1);
  if (!last) return;
  const { writer } = state;
  const known = [...state.policies];
  const policies = known.map(({ policy }) => policy);
  const memory = (state.memory ??= await loadMemory(writer));
  await state.connection.run('BEGIN TRANSACTION');
  try {
    for (const run of eventRuns(events)) {
      await applyEvents({ writer, evidence: options.evidence, policies, ...memory }, run);
      const seq = run.at(-1)?.seq ?? 0;
      for (const policy of policies.slice(known.length)) known.push({ seq, policy });
      if (writer.gathered() > GATHERED) await writer.flush();
      await giveWay();
    }
    const root = options.events.rootAt(last.seq);
    await writer.run('set-applied', { epoch: last.epoch, seq: last.seq, root });
    await state.connection.run('COMMIT');
  } catch (error) {
    state.memory = null;
    writer.discard();
    await state.connection.run('ROLLBACK');
    throw error;
  }
  state.seq = last.seq;
  state.policies = known;
}

async function runQuery<N extends keyof QueryTypes>(
  state: State,
  name: N,
  params: QueryTypes[N]['params'],
): Promise<QueryTypes[N]['row'][]> {
  const reader = state.readers.shift();
  if (reader) state.readers.push(reader);
  const { sql, json } = queries[name];
  const values = params as Readonly<Record<string, ParameterValue>>;
  const rows = await readRows(reader ?? state.connection, sql, values);
  for (const row of rows) {
    for (const column of json) {
      const text = row[column];
      if (typeof text === 'string') row[column] = JSON.parse(text);
    }
  }
  return rows as unknown[] as QueryTypes[N]['row'][];
}
