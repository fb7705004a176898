import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kaplanMeier, pointAt, restrictedMean, survivalAt } from './kaplan-meier.ts';
import { type Observation, atRiskAt } from './observation.ts';
import { survivalQuantile } from './quantile.ts';

/** Times as the books print them: `6+` is censored at 6. */
const observed = (times: string): Observation[] =>
  times.split(' ').map((time) => ({ exit: Number.parseInt(time, 10), event: !time.endsWith('+') }));

const sixMp = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+';
const placebo = '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23';
const amlMaintained = '9 13 13+ 18 23 28+ 31 34 45+ 48 161+';

/** The definition, word by word: for every event time one pass over all subjects. */
function naiveCurve(rows: readonly Observation[]) {
  const subjects = rows.flatMap((row) => Array.from({ length: row.count ?? 1 }, () => row));
  const times = [...new Set(subjects.filter((s) => s.event).map((s) => s.exit))].sort((a, b) => a - b);
  return times.map((time) => {
    let survival = 1;
    let greenwood = 0;
    for (const earlier of times.filter((t) => t <= time)) {
      let [y, d] = [0, 0];
      for (const s of subjects) {
        const entered = s.entry === undefined || s.entry <= 0 || s.entry < earlier;
        const enteredAsItLeft = s.entry !== undefined && s.entry >= s.exit && s.exit === earlier;
        if (s.exit >= earlier && (entered || enteredAsItLeft)) y += 1;
        if (s.exit === earlier && s.event) d += 1;
      }
      survival *= 1 - d / y;
      greenwood += d / (y * (y - d));
    }
    return { time, survival, variance: survival > 1e-12 ? survival ** 2 * greenwood : 0 };
  });
}

const observation = fc.record({
  entry: fc.option(fc.integer({ min: -2, max: 14 }), { nil: undefined }),
  exit: fc.integer({ min: 0, max: 15 }),
  event: fc.boolean(),
  count: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
});

describe('the remission times of Freireich et al. 1963', () => {
  const curve = kaplanMeier(observed(sixMp));

  test('give the exact products of fractions', () => {
    const factors = [18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6];
    let expected = 1;
    curve.points.forEach((point, index) => {
      expected *= factors[index] ?? Number.NaN;
      expect(Math.abs(point.survival - expected)).toBeLessThan(1e-12);
    });
    expect(curve.points.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    expect(curve.points.map(({ atRisk }) => atRisk)).toEqual([21, 17, 15, 12, 11, 7, 6]);
    expect(curve.points.map(({ events }) => events)).toEqual([3, 1, 1, 1, 1, 1, 1]);
    expect(curve.points.map(({ censored }) => censored)).toEqual([1, 1, 2, 0, 3, 0, 5]);
    expect(curve).toMatchObject({ subjects: 21, events: 9, censored: 12, lastTime: 35 });
  });

  test('give the survival, standard errors and log-log limits the textbooks print', () => {
    const printed = [
      [6, 0.8571, 0.0764, 0.6197, 0.9516],
      [7, 0.8067, 0.0869, 0.5631, 0.9228],
      [10, 0.7529, 0.0963, 0.5032, 0.8894],
      [13, 0.6902, 0.1068, 0.4316, 0.8491],
      [16, 0.6275, 0.1141, 0.3675, 0.8049],
      [22, 0.5378, 0.1282, 0.2678, 0.7468],
      [23, 0.4482, 0.1346, 0.1881, 0.6801],
    ];
    const four = (value: number | null) => Math.round((value ?? Number.NaN) * 1e4) / 1e4;
    const ours = curve.points.map(({ time, survival, variance, lower, upper }) =>
      [time, survival, Math.sqrt(variance), lower, upper].map(four),
    );
    expect(ours).toEqual(printed);
  });

  test('give Greenwood variances to the last digit of the hand calculation', () => {
    expect(pointAt(curve, 6)?.variance).toBeCloseTo((6 / 7) ** 2 * (3 / (21 * 18)), 12);
    expect(pointAt(curve, 9)?.variance).toBeCloseTo((96 / 119) ** 2 * (3 / (21 * 18) + 1 / (17 * 16)), 12);
  });
});

test('the maintained arm of the AML trial reads as printed by Miller 1981', () => {
  const curve = kaplanMeier(observed(amlMaintained));
  const rounded = curve.points.map(({ time, survival, variance }) => [
    time,
    Number(survival.toFixed(3)),
    Number(Math.sqrt(variance).toFixed(4)),
  ]);
  expect(rounded).toEqual([
    [9, 0.909, 0.0867],
    [13, 0.818, 0.1163],
    [18, 0.716, 0.1397],
    [23, 0.614, 0.1526],
    [31, 0.491, 0.1642],
    [34, 0.368, 0.1627],
    [48, 0.184, 0.1535],
  ]);
});

describe('delayed entry', () => {
  // By hand: at 3 only A and B have entered; at 5 B, C and D; at 8 C, D and E.
  const late: Observation[] = [
    { exit: 3, event: true },
    { exit: 5, event: true },
    { entry: 3, exit: 8, event: true },
    { entry: 4, exit: 9, event: false },
    { entry: 5, exit: 12, event: true },
  ];

  test('a subject is at risk only for times after its entry', () => {
    const curve = kaplanMeier(late);
    expect(curve.points.map(({ time, atRisk }) => [time, atRisk])).toEqual([
      [3, 2],
      [5, 3],
      [8, 3],
      [12, 1],
    ]);
    const exact = [1 / 2, 1 / 3, 2 / 9, 0];
    curve.points.forEach(({ survival }, i) => expect(survival).toBeCloseTo(exact[i] ?? Number.NaN, 12));
    expect([0, 3, 4, 5, 6].map((t) => atRiskAt(late, t))).toEqual([2, 2, 2, 3, 3]);
  });

  test('a subject that entered on the day it left counts on that day and on no other', () => {
    const rows: Observation[] = [
      { exit: 4, event: true },
      { exit: 9, event: false },
      { entry: 6, exit: 6, event: true },
      { entry: 8, exit: 7, event: true },
    ];
    const curve = kaplanMeier(rows);
    expect(curve.points.map(({ time, atRisk }) => [time, atRisk])).toEqual([
      [4, 2],
      [6, 2],
      [7, 2],
    ]);
  });

  test('an entry at the start of the clock is no delay, even for an event on day 0', () => {
    const curve = kaplanMeier([
      { entry: 0, exit: 0, event: true },
      { entry: 0, exit: 5, event: true },
    ]);
    expect(curve.points[0]).toMatchObject({ time: 0, atRisk: 2, survival: 0.5 });
  });
});

test('a histogram gives the same curve as its rows one by one, and both the naive one', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 25 }), (rows) => {
      const curve = kaplanMeier(rows);
      const naive = naiveCurve(rows);
      expect(curve.points.length).toBe(naive.length);
      curve.points.forEach((point, index) => {
        expect(point.time).toBe(naive[index]?.time);
        expect(Math.abs(point.survival - (naive[index]?.survival ?? Infinity))).toBeLessThan(1e-9);
        expect(Math.abs(point.variance - (naive[index]?.variance ?? Infinity))).toBeLessThan(1e-9);
        expect(point.atRisk).toBe(atRiskAt(rows, point.time));
      });
    }),
    { numRuns: 400 },
  );
});

test('the curve never rises, the band holds it and every subject leaves once', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 40 }), (rows) => {
      const { points, subjects, events, censored } = kaplanMeier(rows);
      points.forEach((point, index) => {
        expect(point.survival).toBeLessThanOrEqual(points[index - 1]?.survival ?? 1);
        expect(point.lower === null).toBe(point.survival === 0);
        expect(point.lower ?? 0).toBeLessThanOrEqual(point.survival + 1e-12);
        expect(point.upper ?? 1).toBeGreaterThanOrEqual(point.survival - 1e-12);
      });
      expect(events + censored).toBe(subjects);
    }),
  );
});

test('beyond the last look a curve above zero says nothing, one at zero stays there', () => {
  const open = kaplanMeier(observed(sixMp));
  expect(survivalAt(open, 35)).toBeCloseTo(0.448179, 6);
  expect(survivalAt(open, 35.5)).toBeNull();
  expect(survivalAt(kaplanMeier([{ exit: 3, event: true }]), 99)).toBe(0);
  expect(survivalAt(kaplanMeier([]), 0)).toBeNull();
  expect(survivalAt(open, 5.9)).toBe(1);
});

test('the restricted mean is the area under the steps', () => {
  const curve = kaplanMeier([
    { exit: 2, event: true },
    { exit: 6, event: true },
    { exit: 10, event: false },
    { exit: 10, event: false },
  ]);
  expect(restrictedMean(curve, 10)).toBeCloseTo(2 + 4 * 0.75 + 4 * 0.5, 12);
  expect(restrictedMean(curve, 4)).toBeCloseTo(2 + 2 * 0.75, 12);
  expect(restrictedMean(curve, 0)).toBe(0);
  expect(restrictedMean(curve, 11)).toBeNull();
});

describe('quantiles', () => {
  test('the median of the 6-MP arm is 23, of the placebo arm 8', () => {
    expect(survivalQuantile(kaplanMeier(observed(sixMp)), 0.5)).toEqual({ time: 23, lower: 13, upper: null });
    expect(survivalQuantile(kaplanMeier(observed(placebo)), 0.5)).toEqual({ time: 8, lower: 4, upper: 11 });
  });

  test('a share reached exactly counts as reached, also where binary fractions round', () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({ exit: index + 1, event: true }));
    const times = [0.1, 0.3, 0.5, 0.7, 0.9].map((p) => survivalQuantile(kaplanMeier(ten), p).time);
    expect(times).toEqual([1, 3, 5, 7, 9]);
  });

  test('where the curve is 0 its upper limit is not known to be', () => {
    const gone = kaplanMeier([
      { exit: 1, event: true },
      { exit: 2, event: true },
    ]);
    expect(survivalQuantile(gone, 0.5)).toEqual({ time: 1, lower: 1, upper: null });
    expect(survivalQuantile(gone, 0.9)).toMatchObject({ time: 2, upper: null });
  });

  test('a share that is not reached is not known', () => {
    expect(survivalQuantile(kaplanMeier(observed(sixMp)), 0.9).time).toBeNull();
    expect(survivalQuantile(kaplanMeier([]), 0.5)).toEqual({ time: null, lower: null, upper: null });
  });
});

test.each([
  [{ exit: Number.NaN, event: true }],
  [{ exit: -1, event: true }],
  [{ exit: 1, event: true, count: -1 }],
  [{ exit: 1, event: true, entry: Number.NaN }],
])('an observation without a usable time or count is refused: %o', (row) => {
  expect(() => kaplanMeier([row])).toThrow(expect.objectContaining({ code: 'OBSERVATION_INVALID' }));
});

test('a confidence that is no share is refused, and a wider one widens the band', () => {
  expect(() => kaplanMeier([], { confidence: 95 })).toThrow(
    expect.objectContaining({ code: 'CONFIDENCE_INVALID' }),
  );
  const [narrow, wide] = [0.8, 0.99].map((confidence) => kaplanMeier(observed(sixMp), { confidence }));
  expect(wide?.points[0]?.lower).toBeLessThan(narrow?.points[0]?.lower ?? 0);
});
