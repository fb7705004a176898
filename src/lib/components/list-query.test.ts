import { describe, expect, it } from 'vitest';
import { readListQuery, readView } from './list-query.ts';

const read = (query: string) => readListQuery(new URL(`http://h/findings?${query}`), ['rank', 'q']);

describe('list query', () => {
  it('takes named filters and leaves empty form fields out', () => {
    expect(read('rank=high&q=&evil=1').filters).toEqual({ rank: 'high' });
  });
  it('falls back to page one for anything that is no page', () => {
    for (const page of ['', '0', '-1', 'x', '1e9', '2.5']) expect(read(`page=${page}`).page).toBe(1);
    expect(read('page=7').page).toBe(7);
  });
  it('reads the moment looked at', () => {
    expect(readView(new URL('http://h/?asOf=2026-10-31&knownAt=42'))).toEqual({
      asOf: '2026-10-31',
      knownAt: 42,
    });
    expect(readView(new URL('http://h/'))).toEqual({ asOf: undefined, knownAt: undefined });
  });
});
