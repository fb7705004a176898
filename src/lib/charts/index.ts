import { backlog } from './backlog.ts';
import type { Chart } from './chart.ts';
import { coverageByClass } from './coverage-by-class.ts';
import { onTimeByMonth } from './on-time-by-month.ts';
import { survivalCurve } from './survival-curve.ts';
import { weeklyFlow } from './weekly-flow.ts';

/** Every chart of pages and reports by its name. */
export const charts = {
  'survival-curve': survivalCurve,
  'on-time-by-month': onTimeByMonth,
  'weekly-flow': weeklyFlow,
  backlog,
  'coverage-by-class': coverageByClass,
} as const satisfies Readonly<Record<string, Chart<never>>>;

export type ChartName = keyof typeof charts;

/** What a chart is drawn from. */
export type ChartData<Name extends ChartName> = Parameters<(typeof charts)[Name]['plot']>[0];
