import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seed } from './support-crash/random.ts';
import { ROUNDS_MS, runRounds } from './support-crash/rounds.ts';

const ROUNDS = 25;
const LONGEST_MS = 1200;

test(
  'after kill -9 at random instants every receipt is applied once and no killed scan is complete',
  { timeout: ROUNDS_MS },
  async () => {
    const tally = await runRounds(ROUNDS, 0, async (server, random) => {
      await pause(random() * LONGEST_MS);
      server.kill();
    });
    console.log(`kill -9 at random instants, PATCHPROOF_SEED=${seed}: ${JSON.stringify(tally)}`);
    expect(tally.points).toEqual({ 'at an instant': ROUNDS });
    // Else the server was killed while it had nothing to do.
    expect(tally.receipts).toBeGreaterThan(ROUNDS * 4);
    expect(tally.unanswered).toBeGreaterThan(ROUNDS / 2);
    expect(tally.killedJobs).toBeGreaterThan(ROUNDS / 3);
  },
);
