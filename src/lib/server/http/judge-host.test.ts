import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeHost } from './judge-host.ts';

const own = { origin: 'http://127.0.0.1:3000', port: 3000 };
const get = (host: string | undefined, path = '/', method = 'GET') => judgeHost({ host, method, path }, own);

describe('judgeHost', () => {
  it('serves its own origin', () => {
    expect(get('127.0.0.1:3000')).toEqual({ kind: 'serve' });
  });

  it('sends localhost to the origin, with path and query', () => {
    expect(get('localhost:3000', '/findings?due=overdue')).toEqual({
      kind: 'redirect',
      location: 'http://127.0.0.1:3000/findings?due=overdue',
    });
  });

  it.each([
    ['localhost:3000', '/', 'POST'],
    ['localhost:3000', '//evil.example/x', 'GET'],
    ['localhost:3000', 'http://evil.example/', 'GET'],
    ['localhost:3001', '/', 'GET'],
    ['evil.example:3000', '/', 'GET'],
    ['127.0.0.1:3000.evil.example', '/', 'GET'],
    ['127.0.0.1.evil.example:3000', '/', 'GET'],
    ['', '/', 'GET'],
    [undefined, '/', 'GET'],
  ])('refuses %s %s %s', (host, path, method) => {
    expect(get(host, path, method)).toEqual({ kind: 'refuse' });
  });

  it('lets the command line reach the API by loopback when the origin is another', () => {
    const proxied = { origin: 'https://patch.example.org', port: 3000 };
    const ask = (host: string, path: string) => judgeHost({ host, method: 'POST', path }, proxied).kind;
    expect(ask('127.0.0.1:3000', '/api/v1/envelopes')).toBe('serve');
    expect(ask('[::1]:3000', '/api/v1/envelopes')).toBe('serve');
    expect(ask('127.0.0.1:3000', '/sign-in')).toBe('refuse');
    expect(ask('patch.example.org', '/sign-in')).toBe('serve');
    expect(ask('evil.example', '/api/v1/envelopes')).toBe('refuse');
  });

  it('never serves a name that is neither its own nor loopback', () => {
    fc.assert(
      fc.property(fc.domain(), fc.nat(65_535), (name, port) => {
        expect(get(`${name}:${port}`, '/api/v1/findings').kind).toBe('refuse');
      }),
    );
  });
});
