import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo, linkWith, safeNext, sortLink } from './links.ts';

const url = new URL('http://127.0.0.1:3000/findings?rank=high&page=3&asOf=2026-10-31');

describe('links', () => {
  it('changes one parameter and keeps the others', () => {
    expect(linkWith(url, { page: 4 })).toBe('/findings?rank=high&page=4&asOf=2026-10-31');
    expect(linkWith(url, { rank: null, page: '' })).toBe('/findings?asOf=2026-10-31');
  });
  it('carries the date looked at to another page, and nothing else', () => {
    expect(linkTo('/assets', url, { verdict: 'fail' })).toBe('/assets?asOf=2026-10-31&verdict=fail');
  });
  it('sorting starts at page one and turns round on the second press', () => {
    expect(sortLink(url, 'due', 'rank')).toBe('/findings?rank=high&asOf=2026-10-31&sort=due');
    expect(sortLink(url, 'due', 'due')).toContain('sort=-due');
    expect(sortLink(url, 'due', '-due')).toContain('sort=due');
  });
});

describe('the way back after signing in', () => {
  it('keeps a path of this site with its query', () => {
    expect(safeNext('/findings?rank=high#row')).toBe('/findings?rank=high#row');
  });
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    null,
    '/\t/evil',
    '/.//evil.example',
    '/a/..//evil.example',
  ])('refuses %j', (next) => expect(safeNext(next)).toBe('/'));
  it('never leaves the site, whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `/${text}`),
        ),
        (text) => {
          expect(new URL(safeNext(text), 'http://127.0.0.1:3000').host).toBe('127.0.0.1:3000');
          expect(safeNext(text)).not.toMatch(/^\/[/\\]/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
