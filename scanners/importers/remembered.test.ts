import fc from 'fast-check';
import { expect, test } from 'vitest';
import { remembered } from './remembered.ts';

test('what was asked before is answered as it was, without working it out again', () => {
  let asked = 0;
  const answer = remembered((text) => {
    asked += 1;
    return { text };
  });
  expect(answer('DSA-5000-1')).toBe(answer('DSA-5000-1'));
  expect(asked).toBe(1);
});

test('more texts than are kept, and texts too long to be kept, are answered all the same', () => {
  let asked = 0;
  const length = remembered((text) => {
    asked += 1;
    return [text.length];
  });
  const texts = Array.from({ length: 50_000 }, (_, number) => `check ${number}`);
  for (const text of texts) expect(length(text)).toEqual([text.length]);
  expect(asked).toBe(texts.length);
  for (const text of texts.slice(-16_384)) expect(length(text)).toEqual([text.length]);
  expect(asked).toBe(texts.length);
  const long = 'x'.repeat(100_000);
  expect(length(long)).toEqual([100_000]);
  expect(length(long)).toEqual([100_000]);
  expect(asked).toBe(texts.length + 2);
});

test('texts of any characters, and none, are told apart', () => {
  const same = remembered((text) => (text === '' ? null : text));
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      for (const text of [...texts, ...texts]) expect(same(text)).toBe(text === '' ? null : text);
    }),
  );
});
