import { networkInterfaces } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import { parseHostTarget, parseNetworkTargets } from './target.ts';

function codeOf(parse: () => unknown): string {
  try {
    parse();
    return 'accepted';
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('targets', () => {
  it.each([
    ['-oN=/x', /^TARGET_INVALID.*begin with a letter, digit or “\[”/],
    ['$(id).example', /^TARGET_INVALID.*“\$” at position 1/],
    ['a;b', /^TARGET_INVALID.*“;” at position 2/],
    ['256.1.1.1', /^TARGET_INVALID.*canonical IPv4/],
    ['010.0.0.1', /^TARGET_INVALID.*canonical IPv4/],
    ['0x7f.1', /^TARGET_INVALID.*canonical IPv4/],
    ['1.2.3', /^TARGET_INVALID.*canonical IPv4/],
    ['10.0-255.0-255.1', /^TARGET_INVALID/],
    [`${'a'.repeat(64)}.example`, /^TARGET_INVALID.*253\/63/],
    [Array(64).fill('abc').join('.'), /^TARGET_INVALID.*253\/63/],
    ['', /^TARGET_INVALID/],
    ['a\u0000b', /^TARGET_INVALID.*U\+0000 at position 2/],
    ['a\u001b[2J', /^TARGET_INVALID.*U\+001B/],
    ['a\u202eb', /^TARGET_INVALID.*U\+202E/],
    ['fe80::1%eth0', /^TARGET_INVALID/],
  ])('refuses %j for one host and for a network', (text, expected) => {
    expect(codeOf(() => parseHostTarget(text))).toMatch(expected);
    expect(codeOf(() => parseNetworkTargets(text))).toMatch(expected);
  });

  it.each([
    ['10.0.0.0/8', /^SCOPE_TOO_LARGE.*16,777,216 addresses; limit 65,536/],
    ['::/0', /^SCOPE_TOO_LARGE/],
    ['0.0.0.0/0', /^SCOPE_TOO_LARGE/],
    ['10.0.0.0/16 10.1.0.0/24', /^SCOPE_TOO_LARGE.*65,792/],
    ['127.0.0.1', /^TARGET_DENIED/],
    ['127.9.9.9/32', /^TARGET_DENIED/],
    ['126.0.0.0/7', /^SCOPE_TOO_LARGE/],
    ['::1', /^TARGET_DENIED/],
    ['localhost', /^TARGET_DENIED/],
    ['169.254.169.254', /^TARGET_DENIED.*metadata/],
    ['224.0.0.1', /^TARGET_DENIED/],
    ['::ffff:10.0.0.1', /^TARGET_DENIED/],
    ['10.0.0.0/33', /^TARGET_INVALID.*0 to 32/],
    ['10.0.0.0/-1', /^TARGET_INVALID/],
    ['name.example/24', /^TARGET_INVALID.*prefix/],
  ])('refuses the network %j', (text, expected) => {
    expect(codeOf(() => parseNetworkTargets(text))).toMatch(expected);
  });

  it('refuses this machine under any of its own addresses, and takes the network around it', () => {
    const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const { address, internal, family } of own.filter(
      (one) => one.scopeid === undefined || one.scopeid === 0,
    )) {
      expect(codeOf(() => parseNetworkTargets(address))).toMatch(/^TARGET_DENIED.*built-in target/);
      if (family === 'IPv4' && !internal && !address.startsWith('169.254.'))
        expect(codeOf(() => parseNetworkTargets(`${address}/24`))).toBe('accepted');
    }
  });

  it.each(['host:0', 'host:65536', 'host:22-', 'host:', 'host:022', '[::2]:x'])(
    'refuses the port of %j',
    (text) => {
      expect(codeOf(() => parseHostTarget(text))).toMatch(/^PORT_INVALID/);
    },
  );

  it('reads names, addresses and ports', () => {
    expect(parseHostTarget('Web-1.Example.:2222')).toEqual({
      host: 'web-1.example',
      port: 2222,
      warnings: [],
    });
    expect(parseHostTarget('[2001:DB8::1]:22')).toEqual({ host: '2001:db8::1', port: 22, warnings: [] });
    expect(parseHostTarget('2001:db8::1')).toMatchObject({ port: null });
    expect(parseHostTarget('127.0.0.1:2222')).toMatchObject({ host: '127.0.0.1', port: 2222 });
    expect(
      parseNetworkTargets('10.77.7.0/24, web.example').map((spec) => [spec.text, spec.addresses]),
    ).toEqual([
      ['10.77.7.0/24', 256n],
      ['web.example', 1n],
    ]);
  });

  it('turns a name of mixed scripts into punycode and warns', () => {
    expect(parseHostTarget('exаmple.com')).toEqual({
      host: 'xn--exmple-4nf.com',
      port: null,
      warnings: ['MIXED_SCRIPT'],
    });
    expect(parseHostTarget('bücher.example')).toMatchObject({ host: 'xn--bcher-kva.example', warnings: [] });
  });

  it('refuses a name that folds into something else than letters, digits, dots and hyphens', () => {
    expect(() => parseHostTarget('🄁')).toThrow(expect.objectContaining({ code: 'TARGET_INVALID' }));
  });

  it('lets no text through that a program could read as an option or a shell could split', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.stringMatching(/^[-a-z0-9.:/[\]$;|&`'"<>*?~ ]{1,30}$/),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        let specs: string[] = [];
        try {
          specs = parseNetworkTargets(text).map((spec) => spec.text);
        } catch (error) {
          if (!isAppError(error)) throw error;
        }
        for (const spec of specs) expect(spec).toMatch(/^[a-z0-9:][a-z0-9.:-]*(\/\d{1,3})?$/);
      }),
      { numRuns: 20_000 },
    );
  });
});
