import { expect, test } from 'vitest';
import { createAnswerCache } from './answer-cache.ts';

function counted(rows: readonly unknown[]) {
  const asked = { times: 0 };
  const ask = () => {
    asked.times += 1;
    return Promise.resolve(rows);
  };
  return { asked, ask };
}

test('a question is answered once while no event is applied, also when it is asked twice at once', async () => {
  const cache = createAnswerCache();
  const { asked, ask } = counted([1]);
  const both = await Promise.all([cache.answer('a', 5, ask), cache.answer('a', 5, ask)]);
  expect(both).toEqual([[1], [1]]);
  expect(await cache.answer('a', 5, ask)).toEqual([1]);
  expect(asked.times).toBe(1);
  await cache.answer('b', 5, ask);
  await cache.answer('a', 6, ask);
  expect(asked.times).toBe(3);
});

test('a failure is not kept', async () => {
  const cache = createAnswerCache();
  await expect(cache.answer('a', 5, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.answer('a', 5, () => Promise.resolve([2]))).toEqual([2]);
});

test('neither long answers nor more than a few hundred are kept', async () => {
  const cache = createAnswerCache();
  const long = counted(Array.from({ length: 3001 }, () => 0));
  await cache.answer('long', 1, long.ask);
  await cache.answer('long', 1, long.ask);
  expect(long.asked.times).toBe(2);
  const { asked, ask } = counted([1]);
  await cache.answer('first', 1, ask);
  for (let index = 0; index < 300; index += 1) await cache.answer(`${index}`, 1, ask);
  await cache.answer('first', 1, ask);
  expect(asked.times).toBe(302);
});
