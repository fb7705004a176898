import { expect, test } from 'vitest';
import { createHeldNow } from './held-now.ts';

test('now stands still for half a minute, and moves when something is recorded or the clock was set back', () => {
  let clock = 1_000_000;
  const now = createHeldNow(() => clock);
  expect(now.at(7)).toBe(1_000_000);
  clock += 30_000;
  expect(now.at(7)).toBe(1_000_000);
  expect(now.at(8)).toBe(1_030_000);
  clock += 30_001;
  expect(now.at(8)).toBe(1_060_001);
  clock = 5;
  expect(now.at(8)).toBe(5);
});
