import { describe, expect, it } from 'vitest';
import { queryOf } from './query-of.ts';

describe('queryOf', () => {
  it('gives names and values', () => {
    expect(queryOf(new URL('http://h/?a=1&b='))).toEqual({ a: '1', b: '' });
  });

  it('refuses a name that is given twice: which one counts would be a guess', () => {
    expect(() => queryOf(new URL('http://h/?a=1&a=2'))).toThrow(
      expect.objectContaining({ code: 'QUERY_INVALID', where: { field: 'a' } }),
    );
  });

  it('is not confused by names that objects have', () => {
    expect(Object.keys(queryOf(new URL('http://h/?constructor=1&toString=2')))).toEqual([
      'constructor',
      'toString',
    ]);
  });
});
