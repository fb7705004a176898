import { expect, test } from 'vitest';
import { seed, wholeBetween } from './support-crash/random.ts';
import { runRounds } from './support-crash/rounds.ts';

const ROUNDS = 25;
/** Other rounds, and so other deliveries, than those of the random instants. */
const OFFSET = 1000;
const MOST_POINTS = 250;

test('after kill -9 at the n-th fsync or commit every receipt is applied once and no killed scan is complete', async () => {
  const tally = await runRounds(ROUNDS, OFFSET, async (server, random) => {
    await server.killAfter(wholeBetween(random, 1, MOST_POINTS));
    await server.ended;
  });
  console.log(`kill -9 at counted points, PATCHPROOF_SEED=${seed}: ${JSON.stringify(tally)}`);
  const { 'at an instant': uncounted = 0, ...counted } = tally.points;
  expect(uncounted).toBe(0);
  expect(Object.keys(counted).length).toBeGreaterThan(2);
  expect(tally.receipts).toBeGreaterThan(ROUNDS * 3);
  expect(tally.unanswered).toBeGreaterThan(ROUNDS / 2);
  expect(tally.killedJobs).toBeGreaterThan(ROUNDS / 3);
});
