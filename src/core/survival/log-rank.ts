import { chiSquareTail } from './chi-square.ts';
import { type Observation, atRiskAtTimes, riskTable } from './observation.ts';

export interface LogRankGroup {
  readonly subjects: number;
  readonly observed: number;
  /** Events the group would have had if all groups had the same hazard. */
  readonly expected: number;
}

export interface LogRankTest {
  /** In the order they came in. */
  readonly groups: readonly LogRankGroup[];
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  /** Null when nothing can be compared: no two groups were ever at risk at the time of an event. */
  readonly pValue: number | null;
}

type Matrix = number[][];

function addCovariance(covariance: Matrix, atRisk: readonly number[], events: number): void {
  const all = atRisk.reduce((sum, y) => sum + y, 0);
  if (all < 2) return;
  const scale = (events * (all - events)) / (all - 1);
  atRisk.forEach((y, j) =>
    atRisk.forEach((other, k) => {
      const row = covariance[j];
      if (row) row[k] = (row[k] ?? 0) + scale * (y / all) * ((j === k ? 1 : 0) - other / all);
    }),
  );
}

/** The row still open that has the largest diagonal entry. */
function largestDiagonal(matrix: Matrix, open: ReadonlySet<number>): number {
  const diagonal = (index: number): number => matrix[index]?.[index] ?? 0;
  return [...open].reduce((best, index) => (diagonal(index) > diagonal(best) ? index : best));
}

interface QuadraticForm {
  readonly value: number;
  readonly rank: number;
}

/**
 * vᵀ·M⁻·v for a symmetric non-negative matrix, by elimination with the largest pivot first. Rows that depend
 * on others (one always does: the differences add up to 0; a group never at risk adds another) are left out,
 * which is the generalised inverse; `rank` counts the others. The arguments are not changed.
 */
function quadraticForm(matrix: Matrix, vector: readonly number[]): QuadraticForm {
  const m = matrix.map((row) => [...row]);
  const v = [...vector];
  const open = new Set(v.keys());
  const largest = Math.max(0, ...m.map((row, index) => row[index] ?? 0));
  let [value, rank] = [0, 0];
  while (open.size > 0) {
    const pivot = largestDiagonal(m, open);
    const diagonal = m[pivot]?.[pivot] ?? 0;
    if (diagonal <= largest * 1e-10) break;
    const head = v[pivot] ?? 0;
    value += (head * head) / diagonal;
    rank += 1;
    open.delete(pivot);
    for (const index of open) {
      const row = m[index] ?? [];
      const factor = (row[pivot] ?? 0) / diagonal;
      for (const column of open) row[column] = (row[column] ?? 0) - factor * (m[pivot]?.[column] ?? 0);
      v[index] = (v[index] ?? 0) - factor * head;
    }
  }
  return { value, rank };
}

/** Events of one group by time. */
function eventsByTime(group: readonly Observation[]): Map<number, number> {
  return new Map(riskTable(group).map(({ time, events }) => [time, events]));
}

/**
 * The log-rank test of equal hazards in two or more groups (Mantel 1966; Klein and Moeschberger 2003, §7.3,
 * weight 1): observed minus expected events with their hypergeometric covariance, chi-square on the rank of
 * that covariance (groups − 1 as a rule). Delayed entry through the risk sets. `expected` of a group that was
 * never at risk at an event is 0 and costs a degree of freedom.
 *
 * @throws AppError OBSERVATION_INVALID
 */
export function logRank(groups: readonly (readonly Observation[])[]): LogRankTest {
  const pooled = riskTable(groups.flat()).filter(({ events }) => events > 0);
  const times = pooled.map(({ time }) => time);
  const atRisk = groups.map((group) => atRiskAtTimes(group, times));
  const events = groups.map(eventsByTime);
  const expected = groups.map(() => 0);
  const observed = groups.map(() => 0);
  const covariance: Matrix = groups.map(() => groups.map(() => 0));
  pooled.forEach((moment, index) => {
    const here = atRisk.map((counts) => counts[index] ?? 0);
    here.forEach((y, group) => {
      expected[group] = (expected[group] ?? 0) + (moment.events * y) / moment.atRisk;
      observed[group] = (observed[group] ?? 0) + (events[group]?.get(moment.time) ?? 0);
    });
    addCovariance(covariance, here, moment.events);
  });
  const differences = observed.map((count, group) => count - (expected[group] ?? 0));
  const { value, rank } = quadraticForm(covariance, differences);
  return {
    groups: groups.map((group, index) => ({
      subjects: group.reduce((sum, { count = 1 }) => sum + count, 0),
      observed: observed[index] ?? 0,
      expected: expected[index] ?? 0,
    })),
    chiSquare: value,
    degreesOfFreedom: rank,
    pValue: rank > 0 ? chiSquareTail(value, rank) : null,
  };
}
