import { AppError } from '../errors.ts';

/**
 * One subject, or `count` subjects with the same times, so that a histogram can be handed in. Times are days
 * since the clock started; whole days are the rule, fractions are allowed.
 */
export interface Observation {
  /**
   * Delayed entry: the subject is seen only after this time, so it is at risk for times > entry. Without it,
   * or at 0 or below, it is at risk from the start, time 0 included.
   */
  readonly entry?: number;
  /** Time of the event or of the last look. 0 or later. */
  readonly exit: number;
  /** True: the event happened at `exit`. False: not yet, right-censored there. */
  readonly event: boolean;
  /** Subjects this row stands for. Default 1; 0 stands for none. */
  readonly count?: number;
}

/** One distinct exit time and who was there. */
export interface RiskMoment {
  readonly time: number;
  /** Subjects at risk just before `time`: entered before it, not gone before it. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

function assertUsable({ entry, exit, count }: Observation): void {
  const usable =
    Number.isFinite(exit) &&
    exit >= 0 &&
    (entry === undefined || Number.isFinite(entry)) &&
    (count === undefined || (Number.isFinite(count) && count >= 0));
  if (usable) return;
  throw new AppError({
    code: 'OBSERVATION_INVALID',
    message: 'An observation has a time or a count that is not a number of at least 0.',
    remedy: 'Give exit and count as numbers from 0, and entry as a number or leave it out.',
  });
}

/**
 * True when the observation belongs to the risk set at time `t`: entry < t ≤ exit (Klein and Moeschberger,
 * Survival Analysis, 2nd ed. 2003, §4.6). A subject that entered on the day it left, or that was seen only
 * afterwards, entered just before it left: times are whole local days, and found at nine and fixed at noon is
 * one day. Without this rule it would be an event with nobody at risk.
 */
export function isAtRisk({ entry = 0, exit }: Observation, t: number): boolean {
  if (t > exit) return false;
  return t === exit || entry <= 0 || entry < t;
}

/**
 * Number of subjects at risk at time `t` (days), the figure printed below a curve.
 * @throws AppError OBSERVATION_INVALID
 */
export function atRiskAt(observations: readonly Observation[], t: number): number {
  let subjects = 0;
  for (const observation of observations) {
    assertUsable(observation);
    if (isAtRisk(observation, t)) subjects += observation.count ?? 1;
  }
  return subjects;
}

/** Index of the first time that is later than `t`. */
function firstAfter(times: readonly number[], t: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) > t) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Number at risk at each of `times` (distinct, ascending), as `isAtRisk` has it. n log n: every subject is
 * added where it enters and taken off after it leaves, and the running sum is the risk set.
 * @throws AppError OBSERVATION_INVALID
 */
export function atRiskAtTimes(observations: readonly Observation[], times: readonly number[]): number[] {
  const changes = times.map(() => 0);
  const change = (index: number, by: number): void => {
    if (index < changes.length) changes[index] = (changes[index] ?? 0) + by;
  };
  for (const observation of observations) {
    assertUsable(observation);
    const { entry = 0, exit, count = 1 } = observation;
    const end = firstAfter(times, exit);
    const start = entry <= 0 ? 0 : firstAfter(times, entry);
    const seenAtExitOnly = start >= end && times[end - 1] === exit;
    if (start >= end && !seenAtExitOnly) continue;
    change(seenAtExitOnly ? end - 1 : start, count);
    change(end, -count);
  }
  let atRisk = 0;
  return changes.map((by) => (atRisk += by));
}

/**
 * The distinct exit times in order, with the risk set of each.
 * @throws AppError OBSERVATION_INVALID
 */
export function riskTable(observations: readonly Observation[]): RiskMoment[] {
  observations.forEach(assertUsable);
  const present = observations.filter(({ count }) => count !== 0);
  const exits = new Map<number, { events: number; censored: number }>();
  for (const { exit, event, count = 1 } of present) {
    const there = exits.get(exit) ?? { events: 0, censored: 0 };
    there[event ? 'events' : 'censored'] += count;
    exits.set(exit, there);
  }
  const times = [...exits.keys()].sort((a, b) => a - b);
  const atRisk = atRiskAtTimes(present, times);
  return times.map((time, index) => ({
    time,
    atRisk: atRisk[index] ?? 0,
    events: exits.get(time)?.events ?? 0,
    censored: exits.get(time)?.censored ?? 0,
  }));
}
