import { describe, expect, it } from 'vitest';
import { findingsTitle, overviewTitle } from './finding-titles.ts';

const none = { open: 0, overdue: 0, dueSoon: 0, overdueAssets: 0 };
const assets = (pass: number, fail: number, indeterminate: number, notScanned: number) => ({
  assets: { pass, fail, indeterminate, notScanned },
});

describe('the overview title', () => {
  it('claims nothing before the first scan', () => {
    expect(overviewTitle({ ...none, ...assets(0, 0, 0, 0) })).toBe('Nothing is measured yet');
    expect(overviewTitle({ ...none, ...assets(0, 0, 0, 2) })).toBe('No scan is complete yet on 2 assets');
  });
  it('names what is overdue first', () => {
    expect(overviewTitle({ open: 9, overdue: 3, dueSoon: 2, overdueAssets: 1, ...assets(0, 1, 0, 0) })).toBe(
      '3 findings are overdue on 1 asset',
    );
  });
  it('says how many are due soon when none is overdue', () => {
    expect(overviewTitle({ ...none, open: 1, ...assets(0, 1, 0, 0) })).toBe(
      '1 finding is open, none due within 7 days',
    );
  });
  it('does not call it clean while an asset cannot be told', () => {
    expect(overviewTitle({ ...none, ...assets(4, 0, 1, 0) })).toContain('1 asset cannot be told');
    expect(overviewTitle({ ...none, ...assets(4, 0, 0, 0) })).toBe(
      'No security patch is missing on 4 assets',
    );
  });
});

describe('the findings title', () => {
  it('answers the question that was asked', () => {
    expect(findingsTitle(3, { due: 'overdue', asset: 'web-1' })).toBe('3 findings are overdue on web-1');
    expect(findingsTitle(1, { verdict: 'fail' })).toBe('1 finding is open');
    expect(findingsTitle(0, {})).toBe('0 findings match');
    expect(findingsTitle(2, { late: 'over-90', rank: 'high' })).toBe('2 findings are over 90 days overdue');
    expect(findingsTitle(1, { late: '1-30' })).toBe('1 finding is 1 to 30 days overdue');
    expect(findingsTitle(3, { due: 'in-30' })).toBe('3 findings fall due within 30 days');
    expect(findingsTitle(3, { closed: '2026-11-16' })).toBe('3 findings closed in the week of 2026-11-16');
    expect(findingsTitle(4, { verdict: 'fail', exploited: 'yes' })).toBe(
      '4 open findings are known to be exploited',
    );
  });
});
