import { describe, expect, it } from 'vitest';
import { obligationsTitle, periodWords } from './obligations-title.ts';

const august = { from: '2026-08-01', to: '2026-08-31' };

describe('answer of the obligations', () => {
  it.each([
    [2790, undefined, '2,790 obligations fell due in August 2026'],
    [1, undefined, '1 obligation fell due in August 2026'],
    [2790, 'counted', '2,790 obligations fell due in August 2026'],
    [12, 'met', '12 obligations that fell due in August 2026 were met'],
    [1, 'late', '1 obligation that fell due in August 2026 was late'],
    [4, 'unknown', '4 obligations that fell due in August 2026 cannot be told'],
    [3, 'censored', '3 obligations that would have fallen due in August 2026 left before'],
  ])('%d with outcome %s', (total, outcome, words) => {
    expect(obligationsTitle(total, august, outcome)).toBe(words);
  });
  it('names a month only when it is whole', () => {
    expect(periodWords({ from: '2026-08-01', to: '2026-08-30' })).toBe('from 1 Aug to 30 Aug');
    expect(periodWords({ from: '2026-02-01', to: '2026-02-28' })).toBe('in February 2026');
    expect(periodWords({ from: '2028-02-01', to: '2028-02-28' })).toBe('from 1 Feb to 28 Feb');
    expect(periodWords({ from: '2025-11-24', to: '2026-11-23' })).toBe('from 24 Nov 2025 to 23 Nov');
  });
});
