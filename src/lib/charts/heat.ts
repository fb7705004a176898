/** Upper ends of the first five steps: 0, 1–4, 5–12, 13–21, 22–31; the sixth is everything above. */
const countEnds = [0, 4, 12, 21, 31] as const;
/** The same for findings per asset. */
const rateEnds = [0, 0.05, 0.1, 0.25, 0.5] as const;

export type HeatScale = 'count' | 'rate';

const scales: Readonly<Record<HeatScale, readonly number[]>> = { count: countEnds, rate: rateEnds };

/** Step 0 to 5 of a count, or of a rate per asset. The steps are fixed, so that two tables can be compared. */
export function heatStep(value: number, scale: HeatScale = 'count'): number {
  const step = scales[scale].findIndex((end) => value <= end);
  return step === -1 ? 5 : step;
}

/** What the steps mean, in words, below a table. */
export const heatWords: Readonly<Record<HeatScale, string>> = {
  count: 'Shade by count: 0, 1–4, 5–12, 13–21, 22–31, over 31',
  rate: 'Shade by findings per asset: 0, to 0.05, to 0.1, to 0.25, to 0.5, above',
};
