import { describe, expect, it } from 'vitest';
import { countOf, formatBytes, formatCount, formatPercent, formatShare } from './numbers.ts';

describe('numbers', () => {
  it('groups thousands with a comma', () => {
    expect(formatCount(1240)).toBe('1,240');
    expect(formatCount(0)).toBe('0');
  });
  it('puts a narrow no-break space before the percent sign', () => {
    expect(formatPercent(0.944)).toBe('94.4\u202f%');
  });
  it('never rounds an incomplete share up to 100 %', () => {
    expect(formatPercent(0.99999)).toBe('99.9\u202f%');
    expect(formatPercent(1)).toBe('100\u202f%');
    expect(formatPercent(0)).toBe('0\u202f%');
    expect(formatPercent(0.07)).toBe('7.0\u202f%');
  });
  it('has no percentage of nothing', () => {
    expect(formatShare(0, 0)).toBeNull();
    expect(formatShare(1, 4)).toBe('25.0\u202f%');
  });
  it('uses the singular for one only', () => {
    expect(countOf(1, 'asset')).toBe('1 asset');
    expect(countOf(0, 'asset')).toBe('0 assets');
    expect(countOf(2, 'fix', 'fixes')).toBe('2 fixes');
  });
  it('prints bytes in decimal units', () => {
    expect(formatBytes(412)).toBe('412\u202fB');
    expect(formatBytes(20_480)).toBe('20.5\u202fkB');
    expect(formatBytes(3_400_000_000)).toBe('3.4\u202fGB');
  });
});
