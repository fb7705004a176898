import { expect, it } from 'vitest';
import { supportEnd } from './support-end.ts';

const asked = { assets: 3, extended: 0, today: '2026-05-01', until: '2027-05-01' };
const endOf = (supportEnds: string | boolean | null, extendedEnds: string | boolean | null, extended = 0) =>
  supportEnd({ supportEnds, extendedEnds }, { ...asked, extended });

it('a release is near its end within a year, to the day', () => {
  expect(endOf('2027-05-01', null)).toEqual({ ends: '2027-05-01', isOver: false, extendedUntil: null });
  expect(endOf('2027-05-02', null)).toBeNull();
  expect(endOf('2026-05-01', null)?.isOver).toBe(false);
  expect(endOf('2026-04-30', null)?.isOver).toBe(true);
});

it('where only that it is over is known, it has no day; where nothing is, it is not near', () => {
  expect(endOf(true, null)).toEqual({ ends: null, isOver: true, extendedUntil: null });
  expect(endOf(false, null)).toBeNull();
  expect(endOf(null, null)).toBeNull();
});

it('an extension counts when all take it, and is named when some do not', () => {
  expect(endOf('2026-04-01', '2030-01-01', 3)).toBeNull();
  expect(endOf('2026-04-01', '2026-12-31', 3)).toEqual({
    ends: '2026-12-31',
    isOver: false,
    extendedUntil: null,
  });
  expect(endOf('2026-04-01', '2030-01-01', 2)).toEqual({
    ends: '2026-04-01',
    isOver: true,
    extendedUntil: '2030-01-01',
  });
});
