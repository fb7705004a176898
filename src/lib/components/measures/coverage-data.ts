import type { CoverageSign } from '../../charts/chart.ts';
import type { ChartData } from '../../charts/index.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { classWord } from '../../format/asset-words.ts';
import { linkTo } from '../links.ts';

const signs: readonly CoverageSign[] = ['fresh', 'stale', 'uncredentialed', 'failed', 'never'];

/** Coverage as the chart by class draws it; each part opens its assets. */
export function coverageData({ rows }: Documents['coverage'], url: URL): ChartData<'coverage-by-class'> {
  return {
    rows: rows.map((row) => ({
      ...row,
      class: classWord(row.class),
      hrefs: Object.fromEntries(
        signs.map((coverage) => [coverage, linkTo('/assets', url, { class: row.class, coverage })]),
      ),
    })),
  };
}
