import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryVersions } from '../../../tests/fixtures/versions/arbitrary-versions.ts';
import { compareSign, compareVersions, isSchemeName, schemes } from './compare.ts';

describe.each(Object.entries(arbitraryVersions))('ordering laws hold for the %s scheme', (name, version) => {
  const scheme = isSchemeName(name) ? name : 'deb';
  const sign = (a: string, b: string): number => compareSign(scheme, a, b) ?? NaN;
  const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 3000), endOnFailure: true };

  it('a version equals itself', () => {
    fc.assert(
      fc.property(version, (a) => sign(a, a) === 0),
      runs,
    );
  });

  it('swapping two versions turns the sign', () => {
    fc.assert(
      fc.property(version, version, (a, b) => sign(a, b) + sign(b, a) === 0),
      runs,
    );
  });

  it('order is transitive, and equal versions order alike', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [ab, bc, ac] = [sign(a, b), sign(b, c), sign(a, c)];
        if (ab <= 0 && bc <= 0) expect(ac).toBe(Math.min(ab, bc));
        if (ab >= 0 && bc >= 0) expect(ac).toBe(Math.max(ab, bc));
      }),
      runs,
    );
  });

  it('the explanation agrees with the bare sign and always names what differs', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const answer = compareVersions(scheme, a, b);
        expect(answer).toMatchObject({ kind: 'ordered', sign: sign(a, b) });
        if (answer.kind === 'ordered' && answer.sign !== 0) expect(answer.at?.a).not.toBe(answer.at?.b);
      }),
      runs,
    );
  });

  it('whatever the texts, both answers agree on whether they are comparable', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), version), (a, b) => {
        const isOrdered = compareVersions(scheme, a, b).kind === 'ordered';
        expect(compareSign(scheme, a, b) !== null).toBe(isOrdered);
      }),
      runs,
    );
  });
});

/** Texts that make careless patterns and recursions slow or deep. */
const hostile = [
  '1',
  '0',
  'a',
  '.',
  '-',
  '~',
  '1.',
  '1-',
  '1a',
  '1.a',
  'a-',
  '1~',
  '.post1',
  '_p1',
  '+1',
  '-1-a',
  '*+',
].flatMap((piece) => [1_000, 100_000].map((length) => `1${piece.repeat(length / piece.length)}`));

describe.each(Object.entries(schemes))('hostile versions, %s scheme', (_name, order) => {
  it('are answered or refused in linear time, with and without words', () => {
    const before = process.cpuUsage().user;
    for (const text of hostile) {
      for (const other of [text, `${text}!`, `${text}.1`]) {
        expect(order.sign(text, other) === null).toBe(order.compare(text, other).kind === 'not-comparable');
      }
    }
    // 100 to 200 ms; a quadratic pattern takes minutes.
    expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(5_000);
  });

  it('say in one short sentence why they are refused', () => {
    for (const bad of [
      '',
      ' ',
      '\u0000',
      '1\n2',
      '1\u202e',
      '\ud800',
      'é'.repeat(5_000),
      '['.repeat(5_000),
    ]) {
      const answer = order.compare(bad, '1.0.0');
      expect(answer, JSON.stringify(bad.slice(0, 9))).toMatchObject({ kind: 'not-comparable' });
      if (answer.kind === 'not-comparable') expect(answer.reason.length).toBeLessThan(200);
    }
  });
});

describe('registry of version schemes', () => {
  it('knows its own names and no others', () => {
    expect(Object.keys(schemes)).toEqual([
      ...[
        'deb',
        'rpm',
        'apk',
        'pacman',
        'freebsd',
        'windows',
        'semver',
        'pep440',
        'maven',
        'gem',
        'go',
        'nuget',
      ],
    ]);
    expect(isSchemeName('rpm')).toBe(true);
    expect(isSchemeName('toString')).toBe(false);
  });
});
