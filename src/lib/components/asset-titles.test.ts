import { describe, expect, it } from 'vitest';
import { assetsTitle, assetTitle } from './asset-titles.ts';

describe('asset titles', () => {
  it('answers for a list', () => {
    expect(assetsTitle(1, 'fail', true)).toBe('1 asset misses a security patch');
    expect(assetsTitle(2, 'not-scanned', true)).toBe('2 assets have no complete scan');
    expect(assetsTitle(0, undefined, false)).toBe('No asset is known yet');
    expect(assetsTitle(3, undefined, true)).toBe('3 assets match');
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
