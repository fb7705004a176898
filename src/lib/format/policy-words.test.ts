import { expect, test } from 'vitest';
import { approversText, conditionsText, readApprovers, readConditions, readLimit } from './policy-words.ts';

test.each([
  ['48 h', 'PT48H'],
  ['30d', 'P30D'],
  ['1 month', 'P1M'],
  ['2 Months', 'P2M'],
  ['P14D', 'P14D'],
  ['soon', 'soon'],
])('%s is %s', (text, limit) => expect(readLimit(text)).toBe(limit));

test('conditions are read as they are written', () => {
  const conditions = { rank: ['severe', 'high'], kev: true, exposure: ['internet'] };
  expect(readConditions(conditionsText(conditions))).toEqual(conditions);
  expect(readConditions(' ')).toBeUndefined();
});

test('approvals are read as they are written', () => {
  const seats = [['ciso'], ['manager', 'administrator']];
  expect(approversText(seats)).toBe('ciso + manager or administrator');
  expect(readApprovers(approversText(seats))).toEqual(seats);
});
