import { describe, expect, it } from 'vitest';
import { scopeOf } from './scope.ts';

const units = [{ unit: 'claims', name: 'Claims' }];

describe('scope', () => {
  it('without a choice is everything the reader may see, and says whether that is all there is', () => {
    expect(scopeOf({ unit: undefined, units, sees: ['*'] })).toMatchObject({
      unit: null,
      words: 'All units',
    });
    expect(scopeOf({ unit: undefined, units, sees: ['claims'] }).words).toBe('All your units');
  });
  it('names the chosen unit, also the one for assets nobody has assigned', () => {
    expect(scopeOf({ unit: 'claims', units, sees: ['*'] }).words).toBe('Claims');
    expect(scopeOf({ unit: 'default', units, sees: ['*'] }).words).toBe('Unassigned');
  });
  it('shows the id of a unit it does not know', () => {
    expect(scopeOf({ unit: 'gone', units, sees: ['*'] }).words).toBe('gone');
  });
});
