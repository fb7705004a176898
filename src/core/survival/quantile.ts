import type { SurvivalCurve, SurvivalPoint } from './kaplan-meier.ts';

/** A time by which a share had the event; null = the curve (or its band) does not fall that far. Days. */
export interface SurvivalQuantile {
  readonly time: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Products of fractions miss an exact share by rounding only: 1 − 0.9 is not 0.1 in binary. */
const rounding = 1e-12;

/**
 * The first time with S(t) ≤ 1 − p, for 0 < p < 1: 0.5 is the median, 0.9 the time by which 90 % are done
 * (Klein and Moeschberger 2003, §4.5). Where S is exactly 1 − p for a while this is the start of that stretch;
 * R's `survival` prints its midpoint instead. Limits by inverting the log-log band (Brookmeyer and Crowley,
 * Biometrics 38 (1982) 29–41): the first times its lower and its upper limit are down to 1 − p. Where the
 * survival is 0 the band is not defined: the lower limit counts as down there, the upper one as not.
 */
export function survivalQuantile({ points }: SurvivalCurve, p: number): SurvivalQuantile {
  const level = 1 - p + rounding;
  const firstTime = (isDown: (point: SurvivalPoint) => boolean): number | null =>
    points.find(isDown)?.time ?? null;
  return {
    time: firstTime(({ survival }) => survival <= level),
    lower: firstTime(({ lower, survival }) => (lower ?? survival) <= level),
    upper: firstTime(({ upper }) => upper !== null && upper <= level),
  };
}
