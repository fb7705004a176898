import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { versionDifference } from './version-difference.ts';

describe('version difference', () => {
  it('tints only the number that decides', () => {
    expect(versionDifference('3.0.17-1~deb12u1', '3.0.19-1~deb12u2')).toEqual([
      { before: '3.0.', part: '17', after: '-1~deb12u1' },
      { before: '3.0.', part: '19', after: '-1~deb12u2' },
    ]);
  });
  it('takes a number with leading zeros as the same number', () => {
    expect(versionDifference('1.02-1', '1.2-3')[0].part).toBe('1');
  });
  it('keeps every character of both versions', () => {
    const version = fc.string({ unit: fc.constantFrom(...'0123456789.~+-ab'), maxLength: 12 });
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [left, right] = versionDifference(a, b);
        expect(left.before + left.part + left.after).toBe(a);
        expect(right.before + right.part + right.after).toBe(b);
      }),
    );
  });
});
