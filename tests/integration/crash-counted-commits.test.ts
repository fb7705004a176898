import { expect, test } from 'vitest';
import { seed, wholeBetween } from './support-crash/random.ts';
import { ROUNDS_MS, runRounds } from './support-crash/rounds.ts';
import type { CountOrder } from './support-crash/server-entry.ts';

const ROUNDS = 25;
/** Another seed than that of the random instants. */
const OFFSET = 1_000_000;
/** What the kills take in turn, and the highest n: what about a second of work passes. */
const points: readonly CountOrder[] = [
  { point: 'after fsync', n: 20 },
  { point: 'before a commit of the store', n: 30 },
  { point: 'after a commit of the store', n: 80 },
  { point: 'before a commit of the warehouse', n: 6 },
  { point: 'after a commit of the warehouse', n: 6 },
];

test(
  'after kill -9 at the n-th fsync or commit every receipt is applied once and no killed scan is complete',
  { timeout: ROUNDS_MS },
  async () => {
    const tally = await runRounds(ROUNDS, OFFSET, async (server, random, round) => {
      const { point, n } = points[round % points.length] ?? { point: 'after fsync', n: 1 };
      await server.killAt({ point, n: wholeBetween(random, 1, n) });
      await server.ended;
    });
    console.log(`kill -9 at counted points, PATCHPROOF_SEED=${seed}: ${JSON.stringify(tally)}`);
    const each = ROUNDS / points.length;
    expect(tally.points).toEqual(Object.fromEntries(points.map(({ point }) => [point, each])));
    // Else the server was killed while it had nothing to do.
    expect(tally.receipts).toBeGreaterThan(ROUNDS * 3);
    expect(tally.unanswered).toBeGreaterThan(ROUNDS / 2);
    expect(tally.killedJobs).toBeGreaterThan(ROUNDS / 3);
  },
);
