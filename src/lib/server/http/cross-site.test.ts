import { describe, expect, it } from 'vitest';
import { refuseCrossSite } from './cross-site.ts';

const ORIGIN = 'https://patch.example.org';

function allowed(method: string, headers: Record<string, string>): boolean {
  try {
    refuseCrossSite({ method, headers: new Headers(headers) }, ORIGIN);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'CROSS_SITE', status: 403 });
    return false;
  }
}

describe('refuseCrossSite', () => {
  it.each([
    ['GET', {}],
    ['HEAD', { origin: 'https://evil.example' }],
    ['POST', { origin: ORIGIN }],
    ['POST', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }],
    ['POST', { 'sec-fetch-site': 'same-origin' }],
  ])('lets %s with %j through', (method, headers) => {
    expect(allowed(method, headers)).toBe(true);
  });

  it.each([
    ['POST', {}],
    ['POST', { origin: 'null' }],
    ['POST', { origin: 'https://evil.example' }],
    ['POST', { origin: `${ORIGIN}.evil.example` }],
    ['POST', { origin: ORIGIN, 'sec-fetch-site': 'cross-site' }],
    ['POST', { origin: ORIGIN, 'sec-fetch-site': 'same-site' }],
    ['DELETE', { 'sec-fetch-site': 'none' }],
    ['PATCH', { origin: 'http://patch.example.org' }],
  ])('refuses %s with %j', (method, headers) => {
    expect(allowed(method, headers)).toBe(false);
  });
});
