import { countOf } from '../format/numbers.ts';

const verdicts: Readonly<Record<string, [one: string, many: string]>> = {
  fail: ['misses a security patch', 'miss a security patch'],
  pass: ['is proven patched', 'are proven patched'],
  indeterminate: ['cannot be told', 'cannot be told'],
  'not-scanned': ['has no complete scan', 'have no complete scan'],
};

/** The answer of the asset list as one sentence; `filters` are those in force besides the business unit. */
export function assetsTitle(total: number, filters: Readonly<Record<string, string>>): string {
  const what = countOf(total, 'asset');
  const { verdict, group, owner, status } = filters;
  const given = Object.keys(filters).length;
  const words = verdict === undefined ? undefined : verdicts[verdict];
  if (words) return `${what} ${words[total === 1 ? 0 : 1]}`;
  const is = total === 1 ? 'is' : 'are';
  if (given === 1 && group === 'none') return `${what} ${is} in no group`;
  if (given === 1 && owner === 'none') return `${what} ${total === 1 ? 'has' : 'have'} no owner`;
  if (given === 1 && status === 'retired') return `${what} ${is} retired`;
  if (given > 0) return `${what} ${total === 1 ? 'matches' : 'match'}`;
  return total === 0 ? 'No asset is known yet' : `${what} ${total === 1 ? 'is' : 'are'} known`;
}

interface Asset {
  readonly name: string;
  readonly verdict: string;
  readonly open: number;
  readonly overdue: number;
}

/** The answer of one asset's page. */
export function assetTitle({ name, verdict, open, overdue }: Asset): string {
  if (verdict === 'not-scanned') return `${name} has no complete scan in time`;
  if (overdue > 0) return `${name} misses ${countOf(open, 'fix', 'fixes')}, ${overdue} overdue`;
  if (open > 0) return `${name} misses ${countOf(open, 'fix', 'fixes')}`;
  return verdict === 'pass' ? `${name} misses no security patch` : `${name} cannot be told`;
}
