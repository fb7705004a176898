import { expect, test } from 'vitest';
import { listAtHand, mentions } from './list-at-hand.ts';

interface Row {
  readonly name: string;
  readonly used: number | null;
}
const rows: readonly Row[] = [
  { name: 'b', used: 2 },
  { name: 'a', used: null },
  { name: 'c', used: 10 },
  { name: 'd', used: 2 },
];
const keys = { name: (row: Row) => row.name, used: (row: Row) => row.used };
const names = (query: object) =>
  listAtHand(rows, query, keys)
    .rows.map(({ name }) => name)
    .join('');

test('a list at hand keeps its order unless it is asked for another, with null last either way', () => {
  expect(names({})).toBe('bacd');
  expect(names({ sort: 'name' })).toBe('abcd');
  expect(names({ sort: '-name' })).toBe('dcba');
  expect(names({ sort: 'used' })).toBe('bdca');
  expect(names({ sort: '-used' })).toBe('cbda');
  const unknown = expect.objectContaining({ code: 'QUERY_INVALID' });
  expect(() => names({ sort: 'x' })).toThrow(unknown);
});

test('a list at hand gives one page, and the total of all', () => {
  expect(listAtHand(rows, { sort: 'name', page: 2, pageSize: 3 }, keys)).toEqual({
    total: 4,
    rows: [{ name: 'd', used: 2 }],
  });
  expect(() => names({ page: 0 })).toThrow(expect.objectContaining({ code: 'QUERY_INVALID' }));
});

test('a text is sought in any of several, whatever the case', () => {
  expect(mentions(undefined, [])).toBe(true);
  expect(mentions('LIND', ['Bo Lindqvist', 'x'])).toBe(true);
  expect(mentions('lund', ['Bo Lindqvist'])).toBe(false);
});
