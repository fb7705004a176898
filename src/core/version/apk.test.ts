import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { apk } from './apk.ts';

/** The kinds of pairs in apk-tools' test/unit/version.data, put into ascending order. */
const ascending = [
  '0.01',
  '0.1.0_alpha_pre2',
  '0.1.0_alpha',
  '0.1.0_alpha2',
  '0.1.3_alpha',
  '0.2.0-r1',
  '0.8_beta1',
  '0.8_beta2',
  '0.9.28-r1',
  '0.9.28-r2',
  '0.9.28.1',
  '0.98',
  '0.99.3.20040818',
  '1',
  '1.0.0_pre20191002222144-r0',
  '1.0.0_pre20210530193627-r0',
  '1.0.0',
  '1.0.2-r6',
  '1.00_beta2',
  '1.02.07',
  '1.02.10-r1',
  '1.06-r6',
  '1.1_alpha1',
  '1.1',
  '1.1-r0',
  '1.1_p9-r0',
  '1.1_p10-r0',
  '1.1a',
  '1.1b',
  '1.1.3-r2',
  '1.6',
  '1.6d',
  '1.7b',
  '1.8.5',
  '1.8.5_p2',
  '1.39',
  '2.0.0_rc3-r1',
  '2.1.9.200602141850',
  '2.5.1a-r1',
  '2.25b-r5',
  '2.25b-r6',
  '3.1_p16',
  '3.1_p17',
  '3.9_pre20060124',
  '3.9',
  '006',
  '6b-r7',
  '8',
  '9',
  '013',
  '014-r1',
  '104-r9',
  '104-r11',
  '021109-r3',
  '20040923-r2',
];

describe('Alpine version order', () => {
  it('puts every pair of the table in its order, both ways round', () => {
    expectAscending(apk, ascending);
  });

  it('orders suffixes as apk-tools does, the plain version between pre- and post-releases', () => {
    expectAscending(apk, [
      ...['1_alpha', '1_alpha1', '1_beta', '1_pre', '1_rc', '1_rc1', '1', '1-r0', '1-r1', '1~0', '1~abc'],
      ...['1_cvs', '1_svn', '1_git', '1_hg', '1_p', '1_p1', '1_p_p', '1a', '1.0'],
    ]);
  });

  it('reads numbers behind a dot as text when one of them has a leading zero', () => {
    expectPairs(apk, [
      '8.2.0 < 8.2.001',
      '8.2.0015 < 8.2.002',
      '8.2.4 < 8.2.10',
      '1.09 < 1.1',
      '1.0 < 1.00',
      '010 = 10',
      '1_p01 = 1_p1',
      '1-r01 = 1-r1',
    ]);
  });

  it('takes numbers of any length exactly', () => {
    expectPairs(apk, ['1.99999999999999999998 < 1.99999999999999999999', '1.9 < 1.10000000000000000000']);
  });

  it('puts commit hashes in the order of their text', () => {
    expectPairs(apk, ['1.0~1234 < 1.0~abcd', '1.0~abcd-r1 > 1.0~abcd-r0', '1.0_git1~0 < 1.0_git2~0']);
  });

  it.each([
    ['a1', '1.0'],
    ['1.', '1.0'],
    ['1..0', '1'],
    ['1.0-1', '1.0'],
    ['1.0-r', '1.0-r1'],
    ['1.0~', '1.0~a'],
    ['1.0~xyz', '1.0-r1'],
    ['1.0A', '1.0'],
    ['1.0_rcx', '1.0_rc'],
    ['1.0_foo', '1.0'],
    ['1-r1_p1', '1-r1'],
    ['23_foo', '23_foo'],
  ])('refuses %j beside %j: where it could differ it is not readable', (bad, good) => {
    expectRefused(apk, bad, good, `"${bad}" is not of the form of an Alpine package version`);
  });

  it('gives apk’s answer for an invalid version where an earlier part decides', () => {
    expectPairs(apk, ['23_foo > 4_beta', '1.0 < 1.0bc', '1.0_rcx > 0.9', '1.2-1 > 1.1-1']);
  });

  it.each([
    ['3.0.7-r2', '3.0.7-r10', '2 is lower than 10 in the release, by Alpine version order'],
    [
      '1.0_rc1',
      '1.0',
      'the first version is lower: it goes on with "_rc" in the suffix, which comes before the plain version, by Alpine version order',
    ],
    [
      '1.0',
      '1.0_p1',
      'the first version is lower: the second goes on with "_p" in the suffix, by Alpine version order',
    ],
    [
      '1.0',
      '1.0-r0',
      'the first version is lower: the second goes on with "-r0" in the release, by Alpine version order',
    ],
  ])('says why %j against %j', (a, b, why) => {
    expect(apk.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
