import type { Documents } from '#lib/server/read-documents/index.ts';
import { rankWords } from '../../charts/rank-lines.ts';
import type { HeatColumn, HeatRow } from '../charts/heat-rows.ts';
import { linkTo } from '../links.ts';

type Ageing = Documents['ageing'];

/** Field of the document, head of the column, value of the filter. */
const buckets = [
  ['d1to30', '1–30', '1-30'],
  ['d31to60', '31–60', '31-60'],
  ['d61to90', '61–90', '61-90'],
  ['over90', 'Over 90', 'over-90'],
] as const;

export const latenessColumns: readonly HeatColumn[] = buckets.map(([key, label]) => ({ key, label }));

/** Overdue findings by rank and days past due. */
export function latenessByRank({ rows, all }: Ageing, url: URL): { rows: HeatRow[]; totals: HeatRow } {
  return {
    rows: rows.map((row, index) => ({
      key: row.rank,
      label: rankWords[row.rank],
      ...figuresOf(row, { at: `rows.${index}`, url, filters: { rank: row.rank } }),
    })),
    totals: { key: 'all', label: 'All', ...figuresOf(all, { at: 'all', url, filters: {} }) },
  };
}

interface Place {
  readonly at: string;
  readonly url: URL;
  readonly filters: Readonly<Record<string, string>>;
}

function figuresOf(counts: Ageing['all'], { at, url, filters }: Place) {
  return {
    cells: buckets.map(([key, , late]) => ({
      value: counts[key],
      at: `${at}.${key}`,
      href: linkTo('/findings', url, { ...filters, late }),
    })),
    total: {
      value: counts.all,
      at: `${at}.all`,
      href: linkTo('/findings', url, { ...filters, due: 'overdue' }),
    },
  };
}
