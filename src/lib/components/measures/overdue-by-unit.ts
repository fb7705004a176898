import type { Documents } from '#lib/server/read-documents/index.ts';
import { formatShare } from '../../format/numbers.ts';
import type { HeatColumn, HeatExtra, HeatRow } from '../charts/heat-rows.ts';
import { linkTo } from '../links.ts';

type Units = Documents['units'];
type Counts = Units['all'];

const ranks = ['severe', 'high', 'medium', 'low'] as const;

export const rankColumns: readonly HeatColumn[] = [
  { key: 'severe', label: 'Severe' },
  { key: 'high', label: 'High' },
  { key: 'medium', label: 'Med.' },
  { key: 'low', label: 'Low' },
];

/** Overdue findings by business unit and rank, with coverage last. */
export function overdueByUnit({ rows, all }: Units, url: URL): { rows: HeatRow[]; totals: HeatRow } {
  return {
    rows: rows.map((row, index) => ({
      key: row.unit,
      label: row.name,
      href: linkTo('/', url, { unit: row.unit }),
      ...figuresOf(row, { at: `rows.${index}`, url, unit: row.unit }),
    })),
    totals: { key: 'all', label: 'All', ...figuresOf(all, { at: 'all', url }) },
  };
}

interface Place {
  readonly at: string;
  readonly url: URL;
  /** Absent = the scope of the address. */
  readonly unit?: string;
}

function figuresOf(counts: Counts, { at, url, unit }: Place) {
  const scope: Record<string, string> = unit === undefined ? {} : { unit };
  const overdue = { ...scope, due: 'overdue' };
  return {
    cells: ranks.map((rank) => ({
      value: counts[rank],
      rate: counts.assets === 0 ? null : counts[rank] / counts.assets,
      at: `${at}.${rank}`,
      href: linkTo('/findings', url, { ...overdue, rank }),
    })),
    total: { value: counts.overdue, at: `${at}.overdue`, href: linkTo('/findings', url, overdue) },
    extra: covered(counts, at, linkTo('/assets', url, { ...scope, coverage: 'fresh' })),
  };
}

function covered({ covered: value, assets }: Counts, at: string, href: string): HeatExtra {
  return { text: formatShare(value, assets) ?? 'no assets', value, at: `${at}.covered`, href };
}
