import type { ChartData } from '../../charts/index.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import type { SurvivalFigures } from '../charts/survival-figures.ts';

type TimeToPatch = Documents['time-to-patch'];

const clocks: Readonly<Record<string, string>> = {
  patch_released: 'release of the patch',
  first_detected: 'first detection',
  evaluated: 'evaluation',
  kev_listed: 'listing as known exploited',
  advisory_published: 'the advisory',
  previous_scan: 'the scan before',
};

/** `first_detected` → `first detection`; a clock made of others keeps its own name. */
export function clockWords(clock: string): string {
  return clocks[clock] ?? clock;
}

/** Time to patch as the survival chart draws it. */
export function survivalData({ rows, clock }: TimeToPatch): ChartData<'survival-curve'> {
  return { rows, clock: clockWords(clock) };
}

/** Its key figures, for the table below the chart. */
export function survivalFigures({ rows }: TimeToPatch): SurvivalFigures[] {
  return rows.map(({ rank, n, median, p90, followUp, atRisk }, index) => ({
    rank,
    at: `rows.${index}`,
    median,
    p90,
    lastDay: n === 0 ? null : followUp,
    atRisk: [atRisk.d0, atRisk.d30, atRisk.d60, atRisk.d90],
  }));
}
