import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byCodeUnits, firstFew } from './first-few.ts';

test('gives what sorting everything and cutting would give', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), (items, limit) => {
      const sorted = items.toSorted((a, b) => a - b).slice(0, limit);
      expect(firstFew(items, (a, b) => a - b, limit)).toEqual(sorted);
    }),
  );
});

test('orders by code units and not by language', () => {
  expect(['a', 'B', 'ä'].sort(byCodeUnits)).toEqual(['B', 'a', 'ä']);
});
