import { describe, expect, it } from 'vitest';
import { obligationFilterNames, obligationFilters, outcomeOf } from './obligation-columns.ts';

const filters = obligationFilters({ rules: [{ id: 'own', name: 'Own' }], day: '2026-01-15' });

describe('filters of the obligations', () => {
  it('offer exactly what the list reads from its address', () => {
    expect(filters.map(({ name }) => name).sort()).toEqual([...obligationFilterNames].sort());
  });
  it('offer months back over the turn of a year', () => {
    const months = filters.find(({ name }) => name === 'cohort')?.options ?? [];
    expect(months.slice(0, 2)).toEqual([
      { value: '2026-01', label: 'January 2026' },
      { value: '2025-12', label: 'December 2025' },
    ]);
    expect(months).toHaveLength(24);
  });
  it('show an outcome nobody knows as cannot tell, never as met', () => {
    expect(outcomeOf('new-word')).toEqual({ mark: 'indeterminate', word: 'new-word' });
    expect(outcomeOf('met').mark).toBe('pass');
  });
});
