import { describe, expect, it } from 'vitest';
import { backdatedDays } from './backdated.ts';

describe('the distance from effect to record', () => {
  const days = (validFrom: string, recordedAt: string) =>
    backdatedDays({ validFrom, recordedAt }, 'Europe/Berlin');

  it('counts local days', () => {
    expect(days('2026-05-01T00:00:00.000Z', '2026-05-10T08:00:00.000Z')).toBe(9);
    expect(days('2026-05-09T22:30:00.000Z', '2026-05-10T08:00:00.000Z')).toBe(0);
  });
  it('is below zero for what was decided ahead', () => {
    expect(days('2026-06-01T00:00:00.000Z', '2026-05-30T08:00:00.000Z')).toBe(-2);
  });
});
