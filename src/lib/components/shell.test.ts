import { describe, expect, it } from 'vitest';
import { currentHref, initials, navigation } from './shell.ts';

const groups = navigation({ findings: 1240, assets: null, running: 0, policy: 1 });
const items = groups.flatMap(({ items: entries }) => entries);

describe('shell', () => {
  it('shows counts where there is work and nothing where nothing is known', () => {
    expect(items.map(({ count }) => count)).toEqual([
      undefined,
      '1,240',
      undefined,
      undefined,
      'v1',
      undefined,
      undefined,
    ]);
  });
  it('marks exactly the item a page belongs to', () => {
    expect(currentHref(items, '/findings/abc')).toBe('/findings?verdict=fail');
    expect(currentHref(items, '/settings/tokens')).toBe('/settings/tokens');
    expect(currentHref(items, '/')).toBe('/');
    expect(currentHref(items, '/elsewhere')).toBeNull();
  });
  it('makes initials of any name', () => {
    expect(initials('Marta Oliveira')).toBe('MO');
    expect(initials('admin')).toBe('A');
    expect(initials(' ')).toBe('?');
  });
});
