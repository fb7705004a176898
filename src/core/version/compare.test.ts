import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSign, compareVersions, isSchemeName, schemes } from './compare.ts';
import type { VersionScheme } from './compare.ts';

const joined = (pieces: readonly string[], maxLength: number) =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.nat(120).map(String)), { maxLength })
    .map((parts) => parts.join(''));

const debText = joined(['0', '00', '10', 'a', 'Z', 'rc', '~', '~~', '+', '.', '+deb12u'], 5);
const rpmText = joined(
  ['0', '00', '10', 'a', 'Z', 'rc', '~', '~~', '^', '^^', '+', '.', '..', '_', 'el9'],
  5,
);
const number = fc.oneof(fc.constantFrom('0', '00', '10', '010', '4294967295'), fc.nat(30_000).map(String));

/** Versions that are comparable with each other, one generator per scheme. */
const versions: Record<VersionScheme, fc.Arbitrary<string>> = {
  deb: fc
    .tuple(fc.constantFrom('', '0:', '1:'), fc.constantFrom('0', '1.', 'v'), debText, debText)
    .map(([epoch, start, upstream, revision]) => `${epoch}${start}${upstream}${revision && `-${revision}`}`),
  rpm: fc
    .tuple(fc.constantFrom('', '0:', '1:', '(none):'), fc.constantFrom('0', '1.', 'v'), rpmText, rpmText)
    .map(([epoch, start, version, release]) => `${epoch}${start}${version}${release && `-${release}`}`),
  windows: fc
    .tuple(fc.constantFrom('10.0', '6.3', '1'), fc.array(number, { maxLength: 2 }))
    .map(([start, rest]) => [start, ...rest].join('.'))
    // A bare build and revision is another form than a full version; it has a test of its own.
    .filter((text) => !/^\d{4,}\.\d+$/.test(text)),
};

describe.each(Object.entries(versions))('ordering laws hold for the %s scheme', (name, version) => {
  const scheme = isSchemeName(name) ? name : 'deb';
  const sign = (a: string, b: string): number => compareSign(scheme, a, b) ?? NaN;
  const runs = { numRuns: 3000 };

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

describe('registry of version schemes', () => {
  it('knows its own names and no others', () => {
    expect(Object.keys(schemes)).toEqual(['deb', 'rpm', 'windows']);
    expect(isSchemeName('rpm')).toBe(true);
    expect(isSchemeName('toString')).toBe(false);
  });
});
