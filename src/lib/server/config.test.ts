import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLoopback, readConfig } from './config.ts';

const root = resolve(import.meta.dirname, '../../..');
const codeOf = (env: Record<string, string>): string => {
  try {
    readConfig(env, root);
  } catch (error) {
    return (error as { code: string; exitCode: number }).code + (error as { exitCode: number }).exitCode;
  }
  return '';
};

describe('readConfig', () => {
  it('listens on loopback at port 3000 with the origin of both', () => {
    const config = readConfig({}, root);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      origin: 'http://127.0.0.1:3000',
      tls: null,
    });
    expect(config.dataDir).toBe(resolve(root, 'data'));
  });

  it('gives localhost the origin that its browsers are sent to', () => {
    expect(readConfig({ HOST: 'localhost', PORT: '8080' }, root).origin).toBe('http://127.0.0.1:8080');
    expect(readConfig({ HOST: '::1', PORT: '8080' }, root).origin).toBe('http://[::1]:8080');
  });

  it.each([
    [{ HOST: '0.0.0.0' }, 'TLS_REQUIRED3'],
    [{ HOST: '192.0.2.1' }, 'TLS_REQUIRED3'],
    [{ PATCHPROOF_TLS_CERT: 'a.pem' }, 'TLS_INCOMPLETE3'],
    [{ PORT: '65536' }, 'PORT_INVALID3'],
    [{ PORT: '0' }, 'PORT_INVALID3'],
    [{ PORT: '22-' }, 'PORT_INVALID3'],
    [{ ORIGIN: 'https://a.example/path' }, 'ORIGIN_INVALID3'],
    [{ ORIGIN: 'javascript:alert(1)' }, 'ORIGIN_INVALID3'],
  ])('refuses %j as %s', (env, code) => {
    expect(codeOf(env as Record<string, string>)).toBe(code);
  });

  it('takes another bind with its own certificate or a declared proxy, as https', () => {
    const tls = { HOST: '0.0.0.0', PATCHPROOF_TLS_CERT: 'a.pem', PATCHPROOF_TLS_KEY: 'b.pem' };
    expect(readConfig(tls, root).origin).toBe('https://0.0.0.0:3000');
    const proxied = { HOST: '0.0.0.0', PATCHPROOF_TRUSTED_PROXY: '192.0.2.7', ORIGIN: 'https://pp.example' };
    expect(readConfig(proxied, root)).toMatchObject({
      origin: 'https://pp.example',
      trustedProxy: '192.0.2.7',
    });
  });

  it('knows which addresses only this machine reaches', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost'])
      expect(isLoopback(host), host).toBe(true);
    for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.evil.example'])
      expect(isLoopback(host), host).toBe(false);
  });
});
