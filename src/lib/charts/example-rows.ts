import type { ChartData, ChartName } from './index.ts';
import type { SurvivalStep } from './survival-steps.ts';

/** A curve that falls by `share` a day, looked at until nobody is left at risk. */
function decay(n: number, share: number, lastDay: number): SurvivalStep[] {
  return Array.from({ length: lastDay }, (_, index) => {
    const day = index + 1;
    const survival = (1 - share) ** day;
    const reach = 1.96 * Math.sqrt((survival * (1 - survival)) / n);
    const limits = { lower: Math.max(0, survival - reach), upper: Math.min(1, survival + reach) };
    return { day, survival, ...limits, atRisk: Math.round(n * (1 - share) ** (day - 1)) };
  });
}

const policies = [
  { version: 5, from: '2025-06-01', to: '2026-02-01', label: 'Policy v5: low 180 d' },
  { version: 6, from: '2026-02-01', to: '2026-07-01', label: 'Policy v6' },
  { version: 7, from: '2026-07-01', to: null, label: 'Policy v7: high 30 d, was 45 d' },
];

const shares: readonly (readonly [string, number, number | null, number | null])[] = [
  ['2025-12', 2310, 0.784, 0.86],
  ['2026-01', 2402, 0.799, 0.868],
  ['2026-02', 2255, 0.812, 0.875],
  ['2026-03', 2618, 0.806, 0.879],
  ['2026-04', 2540, 0.828, 0.888],
  ['2026-05', 0, null, null],
  ['2026-06', 2688, 0.851, 0.902],
  ['2026-07', 2811, 0.84, 0.893],
  ['2026-08', 2790, 0.862, 0.909],
  ['2026-09', 2902, 0.886, 0.926],
  ['2026-10', 3010, 0.899, 0.934],
  ['2026-11', 2210, 0.91, 0.94],
];

const weeks: readonly (readonly [string, number, number, number])[] = [
  ['2026-08-24', 750, 10, 690],
  ['2026-08-31', 590, 8, 740],
  ['2026-09-07', 1140, 14, 700],
  ['2026-09-14', 650, 12, 1010],
  ['2026-09-21', 580, 15, 840],
  ['2026-09-28', 600, 9, 660],
  ['2026-10-05', 1100, 22, 730],
  ['2026-10-12', 670, 18, 1040],
  ['2026-10-19', 610, 9, 870],
  ['2026-10-26', 585, 16, 700],
  ['2026-11-02', 560, 12, 640],
  ['2026-11-09', 1150, 20, 810],
  ['2026-11-16', 615, 18, 721],
];

const weeksData: ChartData<'weekly-flow'> = {
  policies,
  rows: weeks.map(([week, arrived, reopened, closed], index) => ({
    week,
    new: index === 5 ? null : arrived,
    reopened: index === 5 ? null : reopened,
    closed: index === 5 ? null : closed,
    openAtEnd: index === 5 ? null : 4400 - index * 40,
    overdueAtEnd: index === 5 ? null : 420 - index * 11,
    hrefs: { new: `/findings?week=${week}&state=new`, closed: `/findings?week=${week}&state=closed` },
  })),
};

/** Rows that show every feature of a chart, for its tests. */
export const exampleRows: { readonly [Name in ChartName]: ChartData<Name> } = {
  'survival-curve': {
    clock: 'release',
    rows: [
      {
        rank: 'severe',
        n: 640,
        limitDays: 7,
        openAtLimit: 0.12,
        curve: decay(640, 0.26, 28),
        href: '/findings?rank=severe',
      },
      {
        rank: 'high',
        n: 6880,
        limitDays: 30,
        openAtLimit: 0.1,
        curve: decay(6880, 0.074, 120),
        href: '/findings?rank=high',
      },
      { rank: 'medium', n: 1542, limitDays: 60, openAtLimit: 0.09, curve: decay(1542, 0.0393, 120) },
      { rank: 'low', n: 90, limitDays: 120, openAtLimit: 0.15, curve: decay(90, 0.0157, 130) },
    ],
  },
  'on-time-by-month': {
    target: 0.95,
    policies,
    until: '2026-11-23',
    rows: shares.map(([month, all, lower, upper]) => ({
      month,
      all,
      met: Math.round(all * (lower ?? 0)),
      missed: Math.round(all * (1 - (upper ?? 1))),
      unknown: all - Math.round(all * (lower ?? 0)) - Math.round(all * (1 - (upper ?? 1))),
      lower,
      upper,
      href: `/findings?due=${month}`,
    })),
  },
  'weekly-flow': weeksData,
  backlog: weeksData,
  'coverage-by-class': {
    rows: [
      { class: 'Server', assets: 812, fresh: 770, stale: 14, uncredentialed: 9, failed: 12, never: 7 },
      { class: 'Workstation', assets: 350, fresh: 250, stale: 70, uncredentialed: 20, failed: 0, never: 10 },
      {
        class: 'Network device',
        assets: 58,
        fresh: 12,
        stale: 4,
        uncredentialed: 30,
        failed: 3,
        never: 9,
        hrefs: { failed: '/assets?scan=failed' },
      },
      { class: 'Container', assets: 0, fresh: 0, stale: 0, uncredentialed: 0, failed: 0, never: 0 },
    ],
  },
};

/** The same charts with nothing to show. */
export const emptyRows: { readonly [Name in ChartName]: ChartData<Name> } = {
  'survival-curve': { rows: [] },
  'on-time-by-month': { rows: [], target: 0.95, policies: [] },
  'weekly-flow': { rows: [], policies: [] },
  backlog: { rows: [], policies: [] },
  'coverage-by-class': { rows: [] },
};
