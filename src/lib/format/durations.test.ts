import { describe, expect, it } from 'vitest';
import { formatDuration, formatElapsed, formatLimit } from './durations.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('durations', () => {
  it('prints the largest unit that still says something', () => {
    expect(plain(formatDuration(412))).toBe('412 ms');
    expect(plain(formatDuration(11_240))).toBe('11.2 s');
    expect(plain(formatDuration(6 * 60_000))).toBe('6 min');
    expect(plain(formatDuration(47 * 3_600_000))).toBe('47 h');
    expect(plain(formatDuration(9 * 86_400_000))).toBe('9 d');
  });
  it('does not round 59.99 seconds up to a minute that has not passed', () => {
    expect(plain(formatDuration(59_990))).toBe('59.9 s');
  });
  it('prints a running clock', () => {
    expect(formatElapsed(18 * 60_000 + 4000)).toBe('18:04');
    expect(formatElapsed(3_729_000)).toBe('1:02:09');
    expect(formatElapsed(-5)).toBe('00:00');
  });
  it('reads limits of a policy', () => {
    expect(plain(formatLimit('P30D'))).toBe('30 d');
    expect(plain(formatLimit('PT48H'))).toBe('48 h');
    expect(plain(formatLimit('P1M'))).toBe('1 month');
  });
  it('shows a limit it cannot read as it is', () => {
    expect(formatLimit('P1Y')).toBe('P1Y');
    expect(formatLimit('P')).toBe('P');
  });
});
