import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import {
  mutationSubjects,
  refusalCode,
  type MutationSubject,
} from '../../tests/fixtures/mutation-subjects.ts';
import { mutated, mutations } from '../../tests/fixtures/mutations.ts';

/** Where the worker is: one input of one subject in one round. */
export interface MutationPlace {
  readonly round: number;
  readonly subject: number;
  readonly index: number;
}

export interface MutationOrder {
  readonly seed: number;
  readonly rounds: number;
  /** Inputs of each subject in each round. */
  readonly perRound: number;
  readonly from: MutationPlace;
  /** Folder for inputs that were found to do harm. */
  readonly keep: string;
  readonly shared: SharedArrayBuffer;
}

export type MutationMessage =
  | { readonly kind: 'harm'; readonly place: MutationPlace; readonly why: string; readonly kept: string }
  | { readonly kind: 'round'; readonly round: number; readonly memory: MutationMemory }
  | { readonly kind: 'done' };

/** After garbage was collected, bytes. */
export interface MutationMemory {
  /** Of the process. */
  readonly rss: number;
  /** Objects of the worker that are alive. */
  readonly heapUsed: number;
  /** Buffers of the process that are alive. */
  readonly external: number;
}

/** Figures that outlive a worker that had to be ended; written by the worker, read by whoever watches it. */
export interface MutationBoard {
  /** Round, subject and index of the input that is being read. */
  readonly place: Int32Array;
  /** When that began, ms since 1970; 0 = nothing is being read. */
  readonly began: Float64Array;
  /** Per subject. */
  readonly read: Int32Array;
  readonly refused: Int32Array;
  readonly slowestMs: Float64Array;
}

export function boardBytes(subjects: number): number {
  return 8 + 8 * subjects + 16 + 8 * subjects;
}

export function boardOf(shared: SharedArrayBuffer, subjects: number): MutationBoard {
  const counts = 8 + 8 * subjects;
  return {
    began: new Float64Array(shared, 0, 1),
    slowestMs: new Float64Array(shared, 8, subjects),
    place: new Int32Array(shared, counts, 3),
    read: new Int32Array(shared, counts + 16, subjects),
    refused: new Int32Array(shared, counts + 16 + 4 * subjects, subjects),
  };
}

const BATCH = 100;

async function work(order: MutationOrder, send: (message: MutationMessage) => void): Promise<void> {
  const subjects = mutationSubjects();
  const board = boardOf(order.shared, subjects.length);
  const collect = collector();
  const { from } = order;
  for (let round = from.round; round < order.rounds; round += 1) {
    const first = round === from.round ? from.subject : 0;
    for (const [subject, about] of subjects.entries()) {
      if (subject < first) continue;
      const start = round === from.round && subject === first ? from.index : 0;
      await runSubject({ order, board, about, send }, { round, subject, index: start });
    }
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    send({ kind: 'round', round, memory: { rss, heapUsed, external } });
  }
  send({ kind: 'done' });
}

interface Running {
  readonly order: MutationOrder;
  readonly board: MutationBoard;
  readonly about: MutationSubject;
  readonly send: (message: MutationMessage) => void;
}

async function runSubject({ order, board, about, send }: Running, from: MutationPlace): Promise<void> {
  const { round, subject } = from;
  let index = 0;
  for (const input of inputs(about.bytes, order.perRound, seedOf(order.seed, round, subject))) {
    const place = { round, subject, index };
    index += 1;
    if (place.index < from.index) continue;
    board.place.set([round, subject, place.index]);
    const began = Date.now();
    board.began[0] = began;
    try {
      await about.read(input);
      Atomics.add(board.read, subject, 1);
    } catch (error) {
      if (refusalCode(error) === null) {
        const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
        send({ kind: 'harm', place, why, kept: keepInput(order.keep, place, input) });
      }
      Atomics.add(board.refused, subject, 1);
    }
    board.began[0] = 0;
    board.slowestMs[subject] = Math.max(board.slowestMs[subject] ?? 0, Date.now() - began);
  }
}

/** The mutations of the contract tests of feeds and of reports, in turn; the same for the same seed. */
function* inputs(bytes: Buffer, count: number, seed: number): Generator<Uint8Array> {
  const arbitrary = mutated(bytes);
  for (let made = 0; made < count; made += BATCH) {
    const left = Math.min(BATCH, count - made);
    const half = Math.ceil(left / 2);
    yield* mutations(bytes, half, seed + made);
    if (left > half) yield* fc.sample(arbitrary, { numRuns: left - half, seed: seed + made });
  }
}

function seedOf(seed: number, round: number, subject: number): number {
  return (Math.imul(seed + 1, 2_654_435_761) + round * 1_000_003 + subject * 7919) >>> 1;
}

function keepInput(folder: string, { round, subject, index }: MutationPlace, input: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${round}-${subject}-${index}.bin`);
  writeFileSync(path, input);
  return path;
}

/** Collects garbage, so that what is measured is what is held. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return () => {
    if (typeof collect === 'function') collect();
  };
}

if (parentPort !== null) {
  const port = parentPort;
  // The one who starts it gives it.
  const order: MutationOrder = workerData;
  await work(order, (message) => port.postMessage(message));
}
