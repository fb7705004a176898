import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPolling, isPublicRoute } from './access.ts';

const ROUTES = join(import.meta.dirname, '../../../routes');

/** Ids of all routes there are, from the folders. */
function routeIds(): string[] {
  const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' });
  const routes = files.filter((file) => /(^|\/)\+(page\.svelte|server\.ts)$/.test(file));
  return [...new Set(routes.map((file) => `/${file.split('/').slice(0, -1).join('/')}`))].sort();
}

describe('isPublicRoute', () => {
  it('is true for signing in, set-up, health and the control of this machine, and for nothing else', () => {
    expect(routeIds().filter((id) => isPublicRoute(id))).toEqual([
      '/(auth)/forgot',
      '/(auth)/reset/[token]',
      '/(auth)/setup/[token]',
      '/(auth)/sign-in',
      '/(auth)/sign-in/factor',
      '/(auth)/sign-in/passkey',
      '/(auth)/sign-in/passkey-options',
      '/(auth)/sign-in/sso',
      '/(auth)/sign-in/sso/callback',
      '/api/v1/control/setup-link',
      '/api/v1/health',
    ]);
  });

  it('lets an address without a route answer that there is nothing', () => {
    expect(isPublicRoute(null)).toBe(true);
  });
});

describe('isPolling', () => {
  it('knows what a page asks for by itself', () => {
    expect(isPolling(new Headers({ 'x-pp-background': '1' }))).toBe(true);
    expect(isPolling(new Headers({ accept: 'text/event-stream' }))).toBe(true);
    expect(isPolling(new Headers({ accept: 'text/html' }))).toBe(false);
  });
});
