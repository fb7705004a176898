import { describe, expect, it } from 'vitest';
import { assetsTitle, assetTitle } from './asset-titles.ts';

describe('asset titles', () => {
  it('answers for a list', () => {
    expect(assetsTitle(1, { verdict: 'fail' })).toBe('1 asset misses a security patch');
    expect(assetsTitle(2, { verdict: 'not-scanned' })).toBe('2 assets have no complete scan');
    expect(assetsTitle(0, {})).toBe('No asset is known yet');
    expect(assetsTitle(3, { q: 'web' })).toBe('3 assets match');
  });
  it('names what is missing when that alone was asked', () => {
    expect(assetsTitle(4, { group: 'none' })).toBe('4 assets are in no group');
    expect(assetsTitle(1, { owner: 'none' })).toBe('1 asset has no owner');
    expect(assetsTitle(2, { status: 'retired' })).toBe('2 assets are retired');
    expect(assetsTitle(2, { owner: 'none', class: 'windows' })).toBe('2 assets match');
  });
  it('never calls an asset clean that was not scanned or cannot be told', () => {
    expect(assetTitle({ name: 'a', verdict: 'not-scanned', open: 0, overdue: 0 })).toContain(
      'no complete scan',
    );
    expect(assetTitle({ name: 'a', verdict: 'indeterminate', open: 0, overdue: 0 })).toBe('a cannot be told');
    expect(assetTitle({ name: 'a', verdict: 'pass', open: 0, overdue: 0 })).toBe(
      'a misses no security patch',
    );
    expect(assetTitle({ name: 'a', verdict: 'fail', open: 3, overdue: 1 })).toBe(
      'a misses 3 fixes, 1 overdue',
    );
  });
});
