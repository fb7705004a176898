import { expect, it } from 'vitest';
import { shownData } from './shown-data.ts';

it('shows hidden characters at any depth, and changes nothing else', () => {
  const at = new Date(0);
  const data = { rows: [{ name: 'web\u202e1', n: 1, at, none: null }], total: 1 };
  expect(shownData(data)).toEqual({ rows: [{ name: 'web\\u202e1', n: 1, at, none: null }], total: 1 });
  expect(data.rows[0]?.name).toBe('web\u202e1');
});

it('leaves data without them as it is', () => {
  const data = { rows: [{ name: 'web1' }], map: new Map([['a', '\0']]) };
  expect(shownData(data)).toBe(data);
});
