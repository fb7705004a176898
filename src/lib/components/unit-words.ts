import { countOf, formatCount } from '../format/numbers.ts';

interface Unit {
  readonly unit: string;
  readonly name: string;
  readonly assets: number;
  readonly overdue: number;
}

/** The answer of the page of business units: where most is late, else that nothing is. */
export function unitsTitle(rows: readonly Unit[]): string {
  const named = rows.filter(({ unit }) => unit !== 'default');
  if (named.length === 0) return 'No business unit is named yet';
  const late = rows.filter(({ overdue }) => overdue > 0);
  const [worst] = late.toSorted((a, b) => b.overdue - a.overdue);
  if (!worst) return `Nothing is overdue in ${countOf(rows.length, 'business unit')}`;
  if (late.length === 1) return `Only ${worst.name} is late: ${formatCount(worst.overdue)} overdue`;
  return `${countOf(late.length, 'unit')} are late, ${worst.name} most: ${formatCount(worst.overdue)} overdue`;
}

/** The answer of the page of asset groups. */
export function groupsTitle(groups: number, uncategorised: number): string {
  if (groups === 0) return 'No asset group has a rule yet';
  if (uncategorised === 0) return `Every asset is in one of ${countOf(groups, 'group')}`;
  return `${countOf(uncategorised, 'asset')} ${uncategorised === 1 ? 'is' : 'are'} in no group`;
}
