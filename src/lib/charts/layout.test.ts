import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, monthName, ordinal, shortDay } from './calendar-words.ts';
import { heatStep } from './heat.ts';
import { niceTicks, spreadLabels } from './layout.ts';
import { monthPosition, scaleStart } from './on-time-months.ts';
import { policyBands } from './policy-bands.ts';
import { runsOf, stepsUpTo } from './survival-steps.ts';

test('labels on one line never overlap and stay inside where there is room', () => {
  const label = fc.record({
    centre: fc.double({ min: 0, max: 400, noNaN: true }),
    width: fc.double({ min: 4, max: 50, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 6 }), (labels) => {
      const sorted = labels.toSorted((a, b) => a.centre - b.centre);
      const centres = spreadLabels(sorted, 0, 400, 6);
      centres.forEach((centre, index) => {
        const { width } = sorted[index]!;
        expect(centre - width / 2).toBeGreaterThanOrEqual(-1e-9);
        expect(centre + width / 2).toBeLessThanOrEqual(400 + 1e-9);
        const next = sorted[index + 1];
        if (next)
          expect(centres[index + 1]! - next.width / 2 - centre - width / 2).toBeGreaterThanOrEqual(6 - 1e-9);
      });
    }),
  );
});

test('ticks start at zero, cover the largest value and are few', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (max) => {
      const ticks = niceTicks(max);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }),
  );
});

test.each([
  [0, 0],
  [1, 1],
  [4, 1],
  [5, 2],
  [12, 2],
  [13, 3],
  [21, 3],
  [22, 4],
  [31, 4],
  [32, 5],
])('a count of %i has the shade of step %i', (count, step) => {
  expect(heatStep(count)).toBe(step);
});

test('rates have steps of their own, and only no finding at all is the first', () => {
  expect([0, 0.001, 0.1, 0.3, 2].map((rate) => heatStep(rate, 'rate'))).toEqual([0, 1, 2, 4, 5]);
});

test('a policy is cut to what is shown and lies where its days are', () => {
  const spans = [
    { version: 1, from: '2020-01-01', to: '2026-02-15', label: 'Policy v1' },
    { version: 2, from: '2026-02-15', to: null, label: 'Policy v2: a label too long for the width there is' },
    { version: 3, from: '2027-01-01', to: null, label: 'Policy v3' },
  ];
  const rows = [{ month: '2026-02', all: 0, met: 0, missed: 0, unknown: 0, lower: null, upper: null }];
  const position = (iso: string) => monthPosition(rows, iso);
  expect(policyBands(spans, { position, domain: [0, 2], width: 200 })).toEqual([
    { x1: 0, x2: 0.5, label: 'v1', isTinted: true },
    { x1: 0.5, x2: 2, label: 'Policy v2', isTinted: false },
  ]);
});

describe('the scale of months', () => {
  const month = (lower: number) => ({
    month: '2026-01',
    all: 9,
    met: 1,
    missed: 1,
    unknown: 7,
    lower,
    upper: 1,
  });
  test.each([
    [0.784, 0.7],
    [0.74, 0.6],
    [0.04, 0],
    [1, 0.9],
  ])('with %d as lowest value starts at %d', (lower, start) => {
    expect(scaleStart({ rows: [month(lower)], target: null, policies: [] })).toBeCloseTo(start, 9);
  });

  test('always shows the target', () => {
    expect(scaleStart({ rows: [month(0.99)], target: 0.8, policies: [] })).toBeLessThan(0.8);
  });
});

test('days and months are read without any zone', () => {
  expect(dayNumber('2026-11-23') - dayNumber('2026-11-16T23:59:59.999Z')).toBe(7);
  expect([monthName('2026-11'), shortDay('2026-11-06')]).toEqual(['November 2026', '6 Nov']);
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th',
  );
});

describe('the steps of a curve', () => {
  const step = (day: number, survival: number, atRisk: number) => ({
    day,
    survival,
    lower: null,
    upper: null,
    atRisk,
  });
  const row = (curve: ReturnType<typeof step>[]) => ({
    rank: 'high' as const,
    n: 20,
    limitDays: 30,
    openAtLimit: null,
    curve,
  });

  test('start at day 0 and end with what is known', () => {
    const open = stepsUpTo(row([step(4, 0.5, 20), step(9, 0.4, 10)]), 30);
    expect(open.map(({ day }) => day)).toEqual([0, 4, 9]);
    const done = stepsUpTo(row([step(4, 0, 20)]), 30);
    expect(done.map(({ day }) => day)).toEqual([0, 4, 30]);
    const cut = stepsUpTo(row([step(4, 0.5, 20), step(40, 0.4, 10)]), 30);
    expect(cut.at(-1)).toMatchObject({ day: 30, survival: 0.5 });
  });

  test('runs of many and of few at risk meet in one point', () => {
    const runs = runsOf([step(0, 1, 20), step(3, 0.5, 12), step(5, 0.3, 6), step(9, 0.1, 3)]);
    expect(runs.map(({ isThin }) => isThin)).toEqual([false, true]);
    expect(runs[0]?.points.at(-1)).toMatchObject({ day: 5, survival: 0.5 });
    expect(runs[1]?.points[0]).toMatchObject({ day: 5, survival: 0.5 });
  });
});
