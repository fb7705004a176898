import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { semver } from './semver.ts';

describe('SemVer version order', () => {
  it('keeps the precedence chains of SemVer 2.0.0 §11', () => {
    expectAscending(semver, ['1.0.0', '2.0.0', '2.1.0', '2.1.1']);
    expectAscending(semver, [
      ...['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11'],
      ...['1.0.0-rc.1', '1.0.0'],
    ]);
  });

  it('gives the answers of node-semver’s comparison fixtures', () => {
    expectPairs(semver, [
      '0.0.0 > 0.0.0-foo',
      '0.0.1 > 0.0.0',
      '1.0.0 > 0.9.9',
      '0.10.0 > 0.9.0',
      '0.99.0 > 0.10.0',
      '2.0.0 > 1.2.3',
      'v0.0.0 > 0.0.0-foo',
      'v0.0.1 > 0.0.0',
      'v1.0.0 > 0.9.9',
      'v0.10.0 > 0.9.0',
      'v0.99.0 > 0.10.0',
      'v2.0.0 > 1.2.3',
      '1.2.3 > 1.2.3-asdf',
      '1.2.3 > 1.2.3-4',
      '1.2.3 > 1.2.3-4-foo',
      '1.2.3-5-foo > 1.2.3-5',
      '1.2.3-5 > 1.2.3-4',
      '1.2.3-5-foo > 1.2.3-5-Foo',
      '3.0.0 > 2.7.2+asdf',
      '1.2.3-a.10 > 1.2.3-a.5',
      '1.2.3-a.b > 1.2.3-a.5',
      '1.2.3-a.b > 1.2.3-a',
      '1.2.3-a.b.c.10.d.5 > 1.2.3-a.b.c.5.d.100',
      '1.2.3-r2 > 1.2.3-r100',
      '1.2.3-r100 > 1.2.3-R2',
    ]);
  });

  it('reads every valid version of semver.org’s own list, in its order', () => {
    expectAscending(semver, [
      ...['0.0.4', '1.0.0--', '1.0.0-0A.is.legal', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta'],
      ...[
        '1.0.0-alpha0.valid',
        '1.0.0-beta',
        '1.0.0-rc.1+build.1',
        '1.0.0',
        '1.1.2-prerelease+meta',
        '1.1.2+meta',
      ],
      ...['1.1.7', '1.2.3----R-S.12.9.1--.12+meta', '1.2.3----RC-SNAPSHOT.12.9.1--.12', '1.2.3-beta'],
      ...['2.0.0-rc.1+build.123', '2.0.0', '10.2.3-DEV-SNAPSHOT', '10.20.30'],
      '99999999999999999999999.999999999999999999.99999999999999999',
    ]);
  });

  it('ignores build metadata', () => {
    expectSame(semver, ['1.0.0', '1.0.0+001', '1.0.0+21AF26D3---117B344092BD', 'v1.0.0', ' 1.0.0 ']);
    expectSame(semver, ['1.0.0-beta+exp.sha.5114f85', '1.0.0-beta']);
  });

  it('takes numbers above 2^53 exactly, where node-semver gives up', () => {
    expectPairs(semver, ['1.0.99999999999999999998 < 1.0.99999999999999999999']);
  });

  it.each([
    ...[
      '1',
      '1.2',
      '1.2.3.4',
      '01.1.1',
      '1.01.1',
      '1.1.01',
      '1.2.3+',
      '1.2.3-a+b+c',
      'alpha',
      '+invalid',
      '-1.0.3',
    ],
    ...['1.2-SNAPSHOT', 'vv1.2.3', '=1.2.3', '1.2.3-ä', '1.2.3-a_b', '*', 'latest'],
  ])('refuses %j, which is no semantic version', (bad) => {
    expectRefused(semver, bad, '1.0.0', `"${bad}" is not a semantic version (major.minor.patch)`);
  });

  it.each(['1.2.3-0123', '1.2.3-0123.0123', '1.0.0-alpha..', '1.0.0-alpha..1', '1.0.0-.1', '1.1.2-01'])(
    'refuses the pre-release of %j',
    (bad) => {
      expectRefused(semver, bad, '1.0.0', `"${bad}" has a pre-release that SemVer does not allow`);
    },
  );

  it.each([
    ['1.2.3', '1.10.0', '2 is lower than 10 at the minor number, by SemVer version order'],
    ['1.0.0-rc.2', '1.0.0-rc.10', '2 is lower than 10 in the pre-release, by SemVer version order'],
    [
      '1.0.0-rc.1',
      '1.0.0',
      'the first version is lower: it goes on with "rc.1" in the pre-release, which comes before the plain version, by SemVer version order',
    ],
    [
      '1.0.0-rc',
      '1.0.0-rc.1',
      'the first version is lower: the second goes on with 1 in the pre-release, by SemVer version order',
    ],
    ['1.0.0+a', '1.0.0+b', '1.0.0+a and 1.0.0+b are the same, by SemVer version order'],
  ])('says why %j against %j', (a, b, why) => {
    expect(semver.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
