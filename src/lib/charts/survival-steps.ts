import type { Rank } from '#core/policy/rank.ts';

/** One step of a curve: from `day` on, `survival` is still open. */
export interface SurvivalStep {
  readonly day: number;
  /** 0 to 1. */
  readonly survival: number;
  /** 95 % band; null where it is not defined (survival 0 or 1). */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly atRisk: number;
}

export interface SurvivalRow {
  readonly rank: Rank;
  /** Findings the curve is made of. */
  readonly n: number;
  /** The limit of the policy in days, on the clock of the curve; null without one. */
  readonly limitDays: number | null;
  /** Share still open at the limit; null when the data do not reach it. */
  readonly openAtLimit: number | null;
  readonly curve: readonly SurvivalStep[];
  /** List of what was open at the limit. */
  readonly href?: string;
}

/** A stretch of a curve that is drawn in one line: thin where few are at risk. */
export interface SurvivalRun {
  readonly isThin: boolean;
  readonly points: readonly { readonly day: number; readonly survival: number }[];
}

/** Fewer subjects than this at risk and the estimate is a guess. */
export const fewAtRisk = 10;

/** The curve from day 0 to `lastDay`, cut there; the step before the cut is drawn out to it when it is known. */
export function stepsUpTo({ curve, n }: SurvivalRow, lastDay: number): SurvivalStep[] {
  const first = curve[0];
  if (first === undefined) return [];
  const start: SurvivalStep = { day: 0, survival: 1, lower: null, upper: null, atRisk: n };
  const steps = [...(first.day > 0 ? [start] : []), ...curve.filter(({ day }) => day <= lastDay)];
  const last = steps.at(-1);
  const goesOn = curve.some(({ day }) => day > lastDay);
  // At 0 nothing is open any more, so the line is known for good.
  return last && (goesOn || last.survival === 0) && last.day < lastDay
    ? [...steps, { ...last, day: lastDay }]
    : steps;
}

/** Runs of steps with many and with few at risk. Each begins where the one before it ends. */
export function runsOf(steps: readonly SurvivalStep[]): SurvivalRun[] {
  const runs: { isThin: boolean; points: { day: number; survival: number }[] }[] = [];
  steps.forEach((step, index) => {
    const isThin = step.atRisk < fewAtRisk && step.survival > 0;
    const current = runs.at(-1);
    if (current?.isThin === isThin) {
      current.points.push(step);
      return;
    }
    const before = steps[index - 1];
    // The level is carried to this day, so that the drop belongs to the new run and no gap is left.
    if (before) current?.points.push({ day: step.day, survival: before.survival });
    const joint = before ? [{ day: step.day, survival: before.survival }] : [];
    runs.push({ isThin, points: [...joint, step] });
  });
  return runs;
}
