import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logRank } from './log-rank.ts';
import type { Observation } from './observation.ts';

/** Times as the books print them: `6+` is censored at 6. */
const observed = (times: string): Observation[] =>
  times.split(' ').map((time) => ({ exit: Number.parseInt(time, 10), event: !time.endsWith('+') }));

const sixMp = observed('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
const placebo = observed('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23');

const atRisk = ({ entry = 0, exit }: Observation, t: number): boolean =>
  exit >= t && (entry <= 0 || entry < t || (entry >= exit && exit === t));

const size = (rows: readonly Observation[]) => rows.reduce((sum, { count = 1 }) => sum + count, 0);

/** Three groups from the definition: differences and covariance of the first two, inverted by hand. */
function naiveThreeGroups(groups: readonly Observation[][]) {
  const all = groups.flat();
  const times = [...new Set(all.filter((o) => o.event && o.count !== 0).map((o) => o.exit))];
  const difference = [0, 0, 0];
  const v = [
    [0, 0],
    [0, 0],
  ];
  for (const t of times) {
    const y = groups.map((group) => size(group.filter((o) => atRisk(o, t))));
    const d = groups.map((group) => size(group.filter((o) => o.event && o.exit === t)));
    const [n, events] = [y[0]! + y[1]! + y[2]!, d[0]! + d[1]! + d[2]!];
    for (const j of [0, 1, 2]) difference[j]! += d[j]! - (events * y[j]!) / n;
    if (n < 2) continue;
    for (const j of [0, 1])
      for (const k of [0, 1]) {
        const share = j === k ? (y[j]! / n) * (1 - y[j]! / n) : -(y[j]! * y[k]!) / n ** 2;
        v[j]![k]! += (share * events * (n - events)) / (n - 1);
      }
  }
  const [a, b, c] = [v[0]![0]!, v[0]![1]!, v[1]![1]!];
  const [x, z] = [difference[0]!, difference[1]!];
  const determinant = a * c - b * b;
  return { difference, determinant, chiSquare: (c * x * x - 2 * b * x * z + a * z * z) / determinant };
}

const group = fc.array(
  fc.record({
    entry: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
    exit: fc.integer({ min: 0, max: 12 }),
    event: fc.boolean(),
    count: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  }),
  { maxLength: 15 },
);

test('6-MP against placebo gives the printed 16.79 on 1 degree of freedom', () => {
  const result = logRank([sixMp, placebo]);
  expect(result.chiSquare).toBeCloseTo(16.793, 3);
  expect(result.degreesOfFreedom).toBe(1);
  expect(result.pValue).toBeCloseTo(4.17e-5, 7);
  expect(result.groups.map(({ observed: events }) => events)).toEqual([9, 21]);
  expect(result.groups.map(({ expected }) => Number(expected.toFixed(2)))).toEqual([19.25, 10.75]);
});

test('the AML trial gives the observed and expected events printed for it', () => {
  const result = logRank([
    observed('9 13 13+ 18 23 28+ 31 34 45+ 48 161+'),
    observed('5 5 8 8 12 16+ 23 27 30 33 43 45'),
  ]);
  expect(result.groups.map(({ subjects, observed: events }) => [subjects, events])).toEqual([
    [11, 7],
    [12, 11],
  ]);
  expect(result.groups.map(({ expected }) => Number(expected.toFixed(2)))).toEqual([10.69, 7.31]);
  expect(result.chiSquare).toBeCloseTo(3.4, 1);
  expect(result.pValue).toBeCloseTo(0.0653, 4);
});

test('three groups agree with the definition, with ties, weights and delayed entry', () => {
  fc.assert(
    fc.property(group, group, group, (...groups) => {
      const naive = naiveThreeGroups(groups);
      const result = logRank(groups);
      result.groups.forEach((one, index) => {
        expect(Math.abs(one.observed - one.expected - naive.difference[index]!)).toBeLessThan(1e-9);
      });
      if (naive.determinant < 1e-6) return;
      expect(result.degreesOfFreedom).toBe(2);
      expect(Math.abs(result.chiSquare - naive.chiSquare)).toBeLessThan(1e-9 * (1 + naive.chiSquare));
    }),
    { numRuns: 400 },
  );
});

test('the order of the groups changes nothing', () => {
  fc.assert(
    fc.property(group, group, group, (a, b, c) => {
      const [one, other] = [logRank([a, b, c]), logRank([c, a, b])];
      expect(other.degreesOfFreedom).toBe(one.degreesOfFreedom);
      expect(Math.abs(other.chiSquare - one.chiSquare)).toBeLessThan(1e-9 * (1 + one.chiSquare));
    }),
  );
});

test('a group without subjects costs a degree of freedom and changes nothing else', () => {
  const [two, three] = [logRank([sixMp, placebo]), logRank([sixMp, [], placebo])];
  expect(three.chiSquare).toBeCloseTo(two.chiSquare, 9);
  expect(three.degreesOfFreedom).toBe(1);
});

test('groups that are never at risk together cannot be compared', () => {
  const early: Observation[] = [{ exit: 2, event: true }];
  const late: Observation[] = [{ entry: 5, exit: 8, event: true }];
  expect(logRank([early, late])).toMatchObject({ chiSquare: 0, degreesOfFreedom: 0, pValue: null });
  expect(logRank([]).pValue).toBeNull();
});
