import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getTimeToPatch } from '../findings/get-time-to-patch.ts';
import type { TimeToPatchQuery } from '../findings/get-time-to-patch.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Rank = Awaited<ReturnType<typeof getTimeToPatch>>['rows'][number];
type Step = Rank['curve'][number] & Pick<Rank, 'rank'>;

const columns: CsvColumns<Rank> = {
  rank: (row) => row.rank,
  n: (row) => row.n,
  events: (row) => row.events,
  censored: (row) => row.censored,
  adjudicated: (row) => row.adjudicated,
  median: (row) => row.median,
  medianLower: (row) => row.medianLower,
  medianUpper: (row) => row.medianUpper,
  p90: (row) => row.p90,
  p90Lower: (row) => row.p90Lower,
  p90Upper: (row) => row.p90Upper,
  restrictedMean: (row) => row.restrictedMean,
  followUp: (row) => row.followUp,
  limit: (row) => row.limit,
  limitDays: (row) => row.limitDays,
  openAtLimit: (row) => row.openAtLimit,
  atRisk0: (row) => row.atRisk.d0,
  atRisk30: (row) => row.atRisk.d30,
  atRisk60: (row) => row.atRisk.d60,
  atRisk90: (row) => row.atRisk.d90,
};

const stepColumns: CsvColumns<Step> = {
  rank: (row) => row.rank,
  day: (row) => row.day,
  survival: (row) => row.survival,
  lower: (row) => row.lower,
  upper: (row) => row.upper,
  atRisk: (row) => row.atRisk,
  events: (row) => row.events,
  censored: (row) => row.censored,
};

/** Key figures of the time to patch by rank, as CSV. Times are days. */
export async function exportTimeToPatch(app: App, viewer: Viewer, query: TimeToPatchQuery): Promise<string> {
  return toCsv(columns, (await getTimeToPatch(app, viewer, query)).rows);
}

/** Every step of every curve, as CSV: what the chart is drawn from. */
export async function exportSurvivalCurves(
  app: App,
  viewer: Viewer,
  query: TimeToPatchQuery,
): Promise<string> {
  const { rows } = await getTimeToPatch(app, viewer, query);
  return toCsv(
    stepColumns,
    rows.flatMap(({ rank, curve }) => curve.map((step) => ({ rank, ...step }))),
  );
}
