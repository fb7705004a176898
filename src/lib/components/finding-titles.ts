import { countOf, formatCount } from '../format/numbers.ts';

type Filters = Readonly<Record<string, string>>;

/** The answer of the findings list as one sentence. */
export function findingsTitle(total: number, filters: Filters): string {
  const what = countOf(total, 'finding');
  const where = filters.asset ? ` on ${filters.asset}` : '';
  const are = total === 1 ? 'is' : 'are';
  if (filters.exploited === 'yes' && filters.verdict === 'fail')
    return `${countOf(total, 'open finding')} ${are} known to be exploited${where}`;
  if (filters.late) return `${what} ${are} ${lateWords(filters.late)} overdue${where}`;
  const week = weekWords(filters);
  if (week) return `${what} ${week}${where}`;
  if (filters.due === 'in-14' || filters.due === 'in-30')
    return `${what} ${total === 1 ? 'falls' : 'fall'} due within ${filters.due.slice(3)} days${where}`;
  if (filters.due === 'overdue') return `${what} ${are} overdue${where}`;
  if (filters.due === 'soon') return `${what} ${total === 1 ? 'falls' : 'fall'} due within 7 days${where}`;
  if (filters.adjudicated === 'yes')
    return `${what} ${total === 1 ? 'does' : 'do'} not count, two persons decided${where}`;
  if (filters.verdict === 'pass') return `${what} ${are} closed by proof${where}`;
  if (filters.verdict === 'fail') return `${what} ${are} open${where}`;
  return `${what} ${total === 1 ? 'matches' : 'match'}${where}`;
}

function lateWords(range: string): string {
  return range === 'over-90' ? 'over 90 days' : `${range.replace('-', ' to ')} days`;
}

/** What happened in a week, named by its Monday. */
function weekWords({ opened, closed, reopened }: Filters): string | null {
  if (opened) return `appeared in the week of ${opened}`;
  if (closed) return `closed in the week of ${closed}`;
  return reopened ? `came back in the week of ${reopened}` : null;
}

interface Posture {
  readonly open: number;
  readonly overdue: number;
  readonly dueSoon: number;
  readonly overdueAssets: number;
  readonly assets: { pass: number; fail: number; indeterminate: number; notScanned: number };
}

/** The answer of the overview: the worst true thing first, and never more than is proven. */
export function overviewTitle(posture: Posture): string {
  const { assets, open, overdue, dueSoon, overdueAssets } = posture;
  const measured = assets.pass + assets.fail + assets.indeterminate;
  if (measured + assets.notScanned === 0) return 'Nothing is measured yet';
  if (overdue > 0) {
    const where = overdueAssets > 0 ? ` on ${countOf(overdueAssets, 'asset')}` : '';
    return `${countOf(overdue, 'finding')} ${overdue === 1 ? 'is' : 'are'} overdue${where}`;
  }
  if (measured === 0) return `No scan is complete yet on ${countOf(assets.notScanned, 'asset')}`;
  if (open > 0) {
    const next = dueSoon > 0 ? `, ${formatCount(dueSoon)} due within 7 days` : ', none due within 7 days';
    return `${countOf(open, 'finding')} ${open === 1 ? 'is' : 'are'} open${next}`;
  }
  const untold = assets.indeterminate + assets.notScanned;
  if (untold > 0) return `No patch is proven missing, but ${countOf(untold, 'asset')} cannot be told`;
  return `No security patch is missing on ${countOf(assets.pass, 'asset')}`;
}
