import { expect, test } from 'vitest';
import { newId, newOrderedId } from './random-id.ts';

test('an ordered id sorts by the time it was made and differs each time', () => {
  const times = [0, 1, 61, 62, 1_777_000_000_000, 1_777_000_000_001, 99_999_999_999_999];
  const ids = times.map((at) => newOrderedId(at));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map((id) => id.length)).size).toBe(1);
  expect(newOrderedId(5)).not.toBe(newOrderedId(5));
  expect(newId()).not.toBe(newId());
});
