import { describe, expect, it } from 'vitest';
import { pageParams, readSort, refuseUnknown } from './list-input.ts';

const refused = expect.objectContaining({ code: 'QUERY_INVALID', status: 400 });
const errorOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

describe('list input', () => {
  it('turns page and size into limit and offset', () => {
    expect(pageParams({ page: 3, pageSize: 50 })).toEqual({ limit: 50, offset: 100 });
    expect(pageParams({})).toEqual({ limit: 100_000, offset: 0 });
  });

  it.each([{ page: 0 }, { page: -1 }, { page: 1.5 }, { pageSize: 0 }, { pageSize: 1e9 }])(
    'refuses %j',
    (input) => {
      expect(errorOf(() => pageParams(input))).toEqual(refused);
    },
  );

  it('sorts by known columns only, up or down', () => {
    expect(readSort('-due', ['due'])).toBe('-due');
    expect(readSort(undefined, ['due'])).toBeNull();
    for (const sort of ['name desc;--', '--due', 'Due', '']) {
      expect(
        errorOf(() => readSort(sort, ['due'])),
        sort,
      ).toEqual(refused);
    }
  });

  it('refuses a filter value that no row can have', () => {
    expect(errorOf(() => refuseUnknown({ verdict: 'green' }, { verdict: ['pass', 'fail'] }))).toEqual(
      refused,
    );
    expect(errorOf(() => refuseUnknown({ verdict: undefined }, { verdict: ['pass'] }))).toBeNull();
  });
});
