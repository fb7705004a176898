import { AppError } from '../errors.ts';
import { normalQuantile } from './normal-quantile.ts';
import { type Observation, riskTable } from './observation.ts';

/** The curve drops at `time`; until the next point it stays at `survival`. */
export interface SurvivalPoint {
  /** Days since the clock started. */
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** Censored from `time` on and before the next point. */
  readonly censored: number;
  /** Share for which the event has not happened by the end of `time`, 0 to 1. */
  readonly survival: number;
  /** Greenwood's variance of `survival`. */
  readonly variance: number;
  /** Limits of the pointwise band; null where it is not defined (survival 0 or 1). */
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface SurvivalCurve {
  /** Subjects in all. */
  readonly subjects: number;
  readonly events: number;
  readonly censored: number;
  /** The last time anybody was looked at; null without subjects. Beyond it a curve above 0 is not known. */
  readonly lastTime: number | null;
  /** Confidence of the band, for example 0.95. */
  readonly confidence: number;
  /** One per distinct time of an event, in order. Before the first the survival is 1. */
  readonly points: readonly SurvivalPoint[];
}

export interface SurvivalOptions {
  /** Between 0 and 1. Default 0.95. */
  readonly confidence?: number;
}

interface Band {
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * S^exp(±z·σ/ln S), the band of log(−log S): it stays within 0 and 1 (Kalbfleisch and Prentice 1980, §1.3).
 * At survival 0 and 1 the transformation has no value; like R's `survival` package the band is then not given.
 */
function logLogBand(survival: number, greenwoodSum: number, z: number): Band {
  if (survival <= 0 || survival >= 1) return { lower: null, upper: null };
  const reach = (z * Math.sqrt(greenwoodSum)) / Math.abs(Math.log(survival));
  return { lower: survival ** Math.exp(reach), upper: survival ** Math.exp(-reach) };
}

function criticalValue(confidence: number): number {
  if (confidence > 0 && confidence < 1) return normalQuantile((1 + confidence) / 2);
  throw new AppError({
    code: 'CONFIDENCE_INVALID',
    message: 'The confidence is not between 0 and 1.',
    remedy: 'Write 95 % as 0.95.',
  });
}

function total(observations: readonly Observation[], counts: (observation: Observation) => boolean): number {
  return observations.reduce((sum, one) => (counts(one) ? sum + (one.count ?? 1) : sum), 0);
}

/**
 * The product-limit estimate S(t) = Π (1 − d/Y) over the event times up to t (Kaplan and Meier, JASA 53 (1958)
 * 457–481), Y being the risk set with delayed entry (Klein and Moeschberger 2003, §4.6), with Greenwood's
 * variance S²·Σ d/(Y(Y − d)) (1926) and the pointwise log-log band. Subjects censored at an event time are
 * still at risk there. With delayed entry few may be at risk early; if all of them have the event the curve is
 * 0 from there on, as the book warns: read the number at risk beside it. Where S is 0 the variance is 0.
 *
 * @throws AppError OBSERVATION_INVALID, CONFIDENCE_INVALID
 * @example kaplanMeier([{ exit: 1, event: true }, { exit: 2, event: false }]).points[0]?.survival // 0.5
 */
export function kaplanMeier(
  observations: readonly Observation[],
  { confidence = 0.95 }: SurvivalOptions = {},
): SurvivalCurve {
  const z = criticalValue(confidence);
  const moments = riskTable(observations);
  const points: SurvivalPoint[] = [];
  let survival = 1;
  let greenwoodSum = 0;
  for (const { time, atRisk, events, censored } of moments) {
    const previous = points.at(-1);
    if (events === 0) {
      if (previous) points[points.length - 1] = { ...previous, censored: previous.censored + censored };
      continue;
    }
    survival *= (atRisk - events) / atRisk;
    greenwoodSum += events / (atRisk * (atRisk - events));
    const variance = survival > 0 ? survival * survival * greenwoodSum : 0;
    const band = logLogBand(survival, greenwoodSum, z);
    points.push({ time, atRisk, events, censored, survival, variance, ...band });
  }
  return {
    subjects: total(observations, () => true),
    events: total(observations, ({ event }) => event),
    censored: total(observations, ({ event }) => !event),
    lastTime: moments.at(-1)?.time ?? null,
    confidence,
    points,
  };
}

/** True where the curve says something: up to the last look, and for good once it has reached 0. */
function isKnownAt({ lastTime, points }: SurvivalCurve, t: number): boolean {
  return lastTime !== null && (t <= lastTime || points.at(-1)?.survival === 0);
}

/** The last point at or before `t`; undefined before the first event. */
export function pointAt({ points }: SurvivalCurve, t: number): SurvivalPoint | undefined {
  return points.findLast(({ time }) => time <= t);
}

/**
 * S(t), the share for which the event has not happened by the end of day `t`. Null where the data say nothing:
 * no subjects, or beyond the last look while some were still open.
 */
export function survivalAt(curve: SurvivalCurve, t: number): number | null {
  if (!isKnownAt(curve, t)) return null;
  return pointAt(curve, t)?.survival ?? 1;
}

/**
 * Mean time to the event within `tau` days, the area under the curve from 0 to tau (Klein and Moeschberger
 * 2003, §4.5). Days. Null when the curve is not known up to tau.
 */
export function restrictedMean(curve: SurvivalCurve, tau: number): number | null {
  if (tau < 0 || !isKnownAt(curve, tau)) return null;
  let area = 0;
  let [since, survival] = [0, 1];
  for (const point of curve.points) {
    if (point.time >= tau) break;
    area += survival * (point.time - since);
    [since, survival] = [point.time, point.survival];
  }
  return area + survival * (tau - since);
}
