import { describe, expect, it } from 'vitest';
import { coverageTitle } from './coverage-title.ts';

const title = (assets: number, fresh: number) =>
  coverageTitle({ assets, fresh, window: 'P30D' }).replace(/\u202f/g, ' ');

describe('answer of the coverage', () => {
  it('counts what no scan reaches, since that is what one can do something about', () => {
    expect(title(1240, 1171)).toBe('69 of 1,240 assets have no complete scan in the last 30 d');
    expect(title(12, 12)).toBe('All 12 assets have a complete scan in the last 30 d');
    expect(title(12, 0)).toBe('No complete scan in the last 30 d on 12 assets');
    expect(title(0, 0)).toBe('No asset is known yet, so nothing is covered');
  });
  it('speaks of a single asset in the singular', () => {
    expect(title(1, 1)).toBe('The one asset has a complete scan in the last 30 d');
    expect(title(1, 0)).toBe('No complete scan in the last 30 d on 1 asset');
  });
});
