import { describe, expect, it } from 'vitest';
import { groupsTitle, unitsTitle } from './unit-words.ts';

const unit = (name: string, overdue: number) => ({ unit: name.toLowerCase(), name, assets: 1, overdue });
const unassigned = { unit: 'default', name: 'Unassigned', assets: 4, overdue: 0 };

describe('the title of the business units', () => {
  it('names the unit that is late most', () => {
    expect(unitsTitle([unit('Claims', 3), unit('Payments', 1200), unit('Portal', 0)])).toBe(
      '2 units are late, Payments most: 1,200 overdue',
    );
    expect(unitsTitle([unit('Claims', 3), unit('Portal', 0)])).toBe('Only Claims is late: 3 overdue');
  });
  it('says that nothing is late, or that there are no units yet', () => {
    expect(unitsTitle([unit('Claims', 0)])).toBe('Nothing is overdue in 1 business unit');
    expect(unitsTitle([unassigned])).toBe('No business unit is named yet');
  });
});

describe('the title of the asset groups', () => {
  it('warns of assets that no rule takes', () => {
    expect(groupsTitle(6, 1)).toBe('1 asset is in no group');
    expect(groupsTitle(6, 5)).toBe('5 assets are in no group');
    expect(groupsTitle(6, 0)).toBe('Every asset is in one of 6 groups');
    expect(groupsTitle(0, 9)).toBe('No asset group has a rule yet');
  });
});
