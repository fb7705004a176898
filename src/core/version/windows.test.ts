import { describe, expect, it } from 'vitest';
import { compareWindows, windowsSign } from './windows.ts';

describe('Windows build order', () => {
  it('puts builds, revisions and file versions in the order of their numbers', () => {
    const ascending = [
      '6.3.9600.22267',
      '10.0.17763.6532',
      '10.0.20348.9',
      '10.0.20348.4171',
      '10.0.26100.1',
    ];
    ascending.forEach((a, i) => {
      ascending.forEach((b, j) => {
        expect(windowsSign(a, b), `${a} against ${b}`).toBe(Math.sign(i - j));
      });
    });
    expect(windowsSign('132.0', '132.0.1')).toBe(-1);
    expect(windowsSign('20348.4171', '20348.4294')).toBe(-1);
  });

  it('counts missing numbers as 0 and leading zeros as nothing', () => {
    expect(windowsSign('8.0.11', '8.0.11.0')).toBe(0);
    expect(windowsSign('24.09', '24.9')).toBe(0);
  });

  it.each([
    ['', 'the version is empty'],
    ['10.0.20348.4171 (UBR)', '"10.0.20348.4171 (UBR)" is not numbers parted by dots'],
    ['22H2', '"22H2" is not numbers parted by dots'],
    ['1..2', '"1..2" is not numbers parted by dots'],
    ['1.2.3.4.5', '"1.2.3.4.5" has more than 4 numbers'],
    ['4294967296', '"4294967296" has a number above 4294967295'],
  ])('refuses %j with its reason instead of guessing', (bad, reason) => {
    expect(compareWindows(bad, '10.0')).toEqual({ kind: 'not-comparable', reason });
    expect(compareWindows('10.0', bad)).toEqual({ kind: 'not-comparable', reason });
    expect(windowsSign(bad, '10.0')).toBeNull();
  });

  it('does not take a bare build for a higher version than a full one', () => {
    expect(windowsSign('20348.4171', '10.0.20348.4294')).toBeNull();
    expect(compareWindows('10.0.20348.4294', '20348.4171')).toEqual({
      kind: 'not-comparable',
      reason: 'of 10.0.20348.4294 and 20348.4171 one is a build and its revision, the other a full version',
    });
  });

  it('says which number decided', () => {
    expect(compareWindows('10.0.20348.4171', '10.0.20348.4294')).toEqual({
      kind: 'ordered',
      sign: -1,
      at: { part: 'number', a: '4171', b: '4294' },
      why: '4171 is lower than 4294 at the fourth number, by Windows build order',
    });
  });
});
