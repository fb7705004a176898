// `npm run nightly:mutations [-- --count N --seed N]`: damaged copies of every fixture of feeds and of other
// scanners' reports, watched for crashes, hangs and memory that grows. Exit code 1 when there is one.
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { mutationSubjects } from '../tests/fixtures/mutation-subjects.ts';
import { boardBytes, boardOf } from './lib/mutation-worker.ts';
import type {
  MutationBoard,
  MutationMemory,
  MutationMessage,
  MutationOrder,
  MutationPlace,
} from './lib/mutation-worker.ts';

const ROUNDS = 10;
const HANG_MS = 5000;
const MAX_FINDINGS = 50;
const MIB = 1024 * 1024;
/** The rounds before it fill caches. */
const WARM_FROM = 3;
/** More than both is growth. */
const GROWTH = { share: 0.2, bytes: 64 * MIB };
const LEAK = { share: 0.2, bytes: 16 * MIB };

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000)) },
    keep: { type: 'string', default: 'test-results/nightly-mutations' },
  },
});
const seed = Number(values.seed);
const subjects = mutationSubjects();
const perRound = Math.ceil(Number(values.count) / ROUNDS / subjects.length);
if (!Number.isSafeInteger(perRound) || perRound < 1 || !Number.isSafeInteger(seed))
  throw new Error('--count and --seed are whole numbers above 0.');

const shared = new SharedArrayBuffer(boardBytes(subjects.length));
const board = boardOf(shared, subjects.length);
const findings: string[] = [];
const memory: MutationMemory[] = [];

console.log(`${perRound * ROUNDS * subjects.length} inputs of ${subjects.length} files, seed ${seed}`);
let from: MutationPlace | null = { round: 0, subject: 0, index: 0 };
while (from !== null && findings.length < MAX_FINDINGS) from = await runWorker(from);
judgeMemory();
printReaders(board);
for (const finding of findings) console.log(`FOUND ${finding}`);
process.exitCode = findings.length > 0 ? 1 : 0;

/** Runs until all is done (null), or until a worker had to be ended: where to go on. */
function runWorker(start: MutationPlace): Promise<MutationPlace | null> {
  const order: MutationOrder = { seed, rounds: ROUNDS, perRound, from: start, keep: values.keep, shared };
  board.began[0] = 0;
  board.place.set([start.round, start.subject, start.index]);
  const worker = new Worker(new URL('./lib/mutation-worker.ts', import.meta.url), { workerData: order });
  return new Promise((resolve) => {
    let isOver = false;
    const end = (next: MutationPlace | null) => {
      if (isOver) return;
      isOver = true;
      clearInterval(watch);
      void worker.terminate().then(() => resolve(next));
    };
    const harm = (what: string) => {
      if (isOver) return;
      const place = currentPlace();
      findings.push(`${nameOf(place)}: ${what}`);
      end({ ...place, index: place.index + 1 });
    };
    const watch = setInterval(() => {
      const began = board.began[0] ?? 0;
      if (began > 0 && Date.now() - began > HANG_MS) harm(`hangs for more than ${HANG_MS} ms`);
    }, 250);
    worker.on('message', (message: MutationMessage) => {
      if (message.kind === 'done') end(null);
      else if (message.kind === 'round') memory.push(message.memory);
      else findings.push(`${nameOf(message.place)}: ${message.why}\n  kept as ${message.kept}`);
    });
    worker.on('error', (error) => harm(`ends the process: ${String(error)}`));
    worker.on('exit', (code) => harm(`ends the process with code ${code}`));
  });
}

function currentPlace(): MutationPlace {
  const [round = 0, subject = 0, index = 0] = board.place;
  return { round, subject, index };
}

function nameOf({ round, subject, index }: MutationPlace): string {
  const { reader, file } = subjects[subject] ?? { reader: '', file: '' };
  return `${reader}, ${file}, input ${index} of round ${round}, seed ${seed}`;
}

/**
 * The middle of the last rounds against the middle of the first after warming up: of what is alive, where any growth is a
 * leak, and of the process, whose memory also grows by what the allocator keeps.
 */
function judgeMemory(): void {
  for (const name of ['rss', 'heapUsed', 'external'] as const)
    console.log(`${name}: ${memory.map((one) => `${Math.round(one[name] / MIB)}`).join(' ')} MiB`);
  judgeGrowth('memory of the process', GROWTH, ({ rss }) => rss);
  judgeGrowth('what is alive', LEAK, ({ heapUsed, external }) => heapUsed + external);
}

function judgeGrowth(
  what: string,
  limit: { readonly share: number; readonly bytes: number },
  of: (one: MutationMemory) => number,
): void {
  const figures = memory.map(of);
  const before = middle(figures.slice(WARM_FROM - 1, WARM_FROM + 2));
  const after = middle(figures.slice(-3));
  const growth = after - before;
  if (growth > limit.bytes && growth > before * limit.share)
    findings.push(`${what} grew from ${Math.round(before / MIB)} to ${Math.round(after / MIB)} MiB`);
}

function middle(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}

function printReaders({ read, refused, slowestMs }: MutationBoard): void {
  const readers = new Map<string, { read: number; refused: number; slowestMs: number }>();
  for (const [index, { reader }] of subjects.entries()) {
    const sums = readers.get(reader) ?? { read: 0, refused: 0, slowestMs: 0 };
    readers.set(reader, {
      read: sums.read + (read[index] ?? 0),
      refused: sums.refused + (refused[index] ?? 0),
      slowestMs: Math.max(sums.slowestMs, slowestMs[index] ?? 0),
    });
  }
  for (const [reader, sums] of readers)
    console.log(
      `${reader.padEnd(28)} ${String(sums.read).padStart(8)} read ${String(sums.refused).padStart(8)} refused, slowest ${sums.slowestMs} ms`,
    );
}
