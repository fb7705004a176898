import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { go } from './go.ts';

describe('Go version order', () => {
  it('keeps the order that golang.org/x/mod/semver tests', () => {
    expectAscending(go, [
      ...[
        'v1.0.0-alpha',
        'v1.0.0-alpha.1',
        'v1.0.0-alpha.beta',
        'v1.0.0-beta',
        'v1.0.0-beta.2',
        'v1.0.0-beta.11',
      ],
      ...['v1.0.0-rc.1', 'v1', 'v1.2', 'v1.2.3-456', 'v1.2.3-456.789', 'v1.2.3-456-789', 'v1.2.3-456a'],
      ...['v1.2.3-pre', 'v1.2.3-pre.1', 'v1.2.3-zzz', 'v1.2.3', 'v1.19', 'v2'],
    ]);
    expectSame(go, ['v1', 'v1.0', 'v1.0.0']);
    expectSame(go, ['v1.2', 'v1.2.0']);
    expectSame(go, ['v1.2.3', 'v1.2.3+meta', 'v1.2.3+meta-pre', 'v1.2.3+meta-pre.sha.256a', '1.2.3']);
    expectPairs(go, ['v1.19 > v1.2', 'v1.2.3-pre = v1.2.3-pre+meta']);
  });

  it('puts pseudo-versions where the Go Modules Reference puts them', () => {
    expectAscending(go, [
      ...['v0.0.0-20180101000000-abcdefabcdef', 'v0.0.0-20191109021931-daa7c04131f5', 'v0.0.0', 'v0.1.0'],
      ...[
        'v1.2.3-pre',
        'v1.2.3-pre.0.20191109021931-daa7c04131f5',
        'v1.2.3',
        'v1.2.4-0.20191109021931-daa7c04131f5',
      ],
      ...[
        'v1.2.4',
        'v2.0.0-20200101000000-000000000000+incompatible',
        'v2.0.0+incompatible',
        'v4.1.2+incompatible',
      ],
    ]);
  });

  it('keeps the order that internal/gover tests for toolchains', () => {
    expectPairs(go, [
      'go1 < go1.1',
      'go1.5 < go1.6',
      'go1.5 < go1.10',
      'go1.6 < go1.6.1',
      'go1.19 = go1.19.0',
      'go1.19rc1 < go1.19',
      'go1.20 = go1.20.0',
      'go1.20rc1 < go1.20',
      'go1.21 < go1.21.0',
      'go1.21 < go1.21rc1',
      'go1.21rc1 < go1.21.0',
      'go1.6 < go1.19',
      'go1.19 < go1.19.1',
      'go1.19rc1 < go1.19.1',
      'go1.19rc1 < go1.19rc2',
      'go1.19.0 < go1.19.1',
      'go1.19rc1 < go1.19.0',
      'go1.19alpha3 < go1.19beta2',
      'go1.19beta2 < go1.19rc1',
      'go1.1 < go1.99999999999999998',
      'go1.99999999999999998 < go1.99999999999999999',
      'go1.999testmod < go1.999.0',
      'go1.21.3 = go1.21.3-bigcorp',
      '1.21 = go1.21',
      '1.21rc2 = go1.21rc2',
    ]);
  });

  it('compares a toolchain with the versions of the Go vulnerability database', () => {
    expectAscending(go, [
      '1.21.0-0',
      'go1.21rc2',
      '1.21.0-rc.3',
      'go1.21.0',
      '1.21.7',
      'go1.21.8',
      '1.22.0-0',
      'go1.22rc1',
    ]);
    expectSame(go, ['go1.21.5', '1.21.5', 'v1.21.5']);
    expectPairs(go, ['0 < 1.0.0', 'go1.13beta1 = 1.13.0-beta.1']);
  });

  it.each([
    ...[
      'bad',
      'v1-alpha.beta.gamma',
      'v1-pre',
      'v1+meta',
      'v1.2-pre',
      'v1.2+meta',
      'v1.2.3.4',
      'v01.2.3',
      'v1.02.3',
    ],
    ...[
      'v1.2.3-01',
      'v1.2.3-',
      'v1.2.3+',
      'v',
      'go',
      'gov1.2',
      'go1.21.3rc1',
      'go1.021',
      'go1.600+auto',
      '(devel)',
    ],
    ...['v1.2.3 ä', 'master'],
  ])('refuses %j, which is no version', (bad) => {
    expectRefused(go, bad, 'v1.0.0', `"${bad}" is neither a Go module version nor a Go release`);
  });

  it.each([
    ['v1.2.3', 'v1.10.0', '2 is lower than 10 at the minor number, by Go version order'],
    [
      'v1.0.0-rc.1',
      'v1.0.0',
      'the first version is lower: it goes on with "rc.1" in the pre-release, which comes before the plain version, by Go version order',
    ],
    [
      'go1.21rc2',
      'go1.21.0',
      'the first version is lower: it goes on with "rc.2" in the pre-release, which comes before the plain version, by Go version order',
    ],
    [
      'go1.21',
      'go1.21.0',
      'the first version is lower: the second goes on with 0 at the patch number, by Go version order',
    ],
    ['v2.0.0', 'v2.0.0+incompatible', 'v2.0.0 and v2.0.0+incompatible are the same, by Go version order'],
  ])('says why %j against %j', (a, b, why) => {
    expect(go.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
