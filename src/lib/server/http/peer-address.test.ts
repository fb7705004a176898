import { describe, expect, it } from 'vitest';
import { ADDRESS_HEADER, peerAddress, replaceForwarding } from './peer-address.ts';

describe('peerAddress', () => {
  it('is the socket’s, whatever headers claim, when there is no trusted proxy', () => {
    expect(peerAddress('192.0.2.7', { 'x-forwarded-for': '10.0.0.1' }, null)).toBe('192.0.2.7');
    expect(peerAddress('::ffff:192.0.2.7', {}, null)).toBe('192.0.2.7');
  });

  it('is what the trusted proxy itself saw, not what came before it', () => {
    expect(peerAddress('192.0.2.1', { 'x-forwarded-for': '6.6.6.6, 198.51.100.4' }, '192.0.2.1')).toBe(
      '198.51.100.4',
    );
    expect(peerAddress('192.0.2.1', { 'x-forwarded-for': 'nonsense' }, '192.0.2.1')).toBe('192.0.2.1');
  });

  it('is refused for plain HTTP that goes past the proxy, except from this machine', () => {
    expect(peerAddress('192.0.2.9', { 'x-forwarded-for': '127.0.0.1' }, '192.0.2.1')).toBeNull();
    expect(peerAddress('127.0.0.1', { 'x-forwarded-for': '6.6.6.6' }, '192.0.2.1')).toBe('127.0.0.1');
    expect(peerAddress(undefined, {}, '192.0.2.1')).toBeNull();
  });
});

describe('replaceForwarding', () => {
  it('puts our address in the place of all that clients may send', () => {
    const headers = {
      [ADDRESS_HEADER]: '6.6.6.6',
      'x-forwarded-host': 'evil',
      forwarded: 'for=6',
      accept: '*/*',
    };
    replaceForwarding(headers, '192.0.2.7');
    expect(headers).toEqual({ [ADDRESS_HEADER]: '192.0.2.7', accept: '*/*' });
  });
});
