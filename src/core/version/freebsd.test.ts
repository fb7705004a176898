import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { freebsd } from './freebsd.ts';

describe('FreeBSD version order', () => {
  it('gives the answers of pkg’s own version tests', () => {
    expectPairs(freebsd, ['1 < 2', '2 > 1', '2 = 2', '2 < 1,1']);
  });

  it('keeps the examples in the comments of pkg_version.c', () => {
    expectSame(freebsd, ['1.0:2003.09.16', '1.0.2003.09.16']);
    expectSame(freebsd, ['10', '10.0', '10.0.0']);
    expectSame(freebsd, ['10..1', '10.1']);
    expectSame(freebsd, ['10a1b2', '10a1.b2']);
    expectSame(freebsd, ['10alpha', '10.a']);
    expectSame(freebsd, ['0.1beta2', '0.1.b2']);
    expectSame(freebsd, ['1.d2', '1.dev2', '1.Development2']);
    expectPairs(freebsd, [
      '1.0.1:2003.09.16 < 1.0:2003.09.16',
      '10 < 10a',
      '10a < 10b',
      'a < 0',
      '10.a < 10',
      '10alpha < 10',
      'pl11 < alpha3',
      'alpha3 < 0.1beta2',
      '0.1beta2 < 0.1',
    ]);
    expectAscending(freebsd, ['2.*', '2pl1', '2alpha3', '2.9f7', '3.*']);
  });

  it('puts the versions of the Porter’s Handbook in order: snapshots, betas, patch levels, epochs', () => {
    expectAscending(freebsd, [
      ...[
        '0.20100101',
        '1.0.a1',
        '1.0.b2',
        '1.0.p3',
        '1.0.r1',
        '1.0',
        '1.0_1',
        '1.0_2',
        '1.0_10',
        '1.0.1',
        '1.0.10',
      ],
      ...[
        '1.0a',
        '1.0a1',
        '1.0a2',
        '1.0b',
        '1.1',
        '1.2.2',
        '1.20',
        '10.0',
        '0.1,1',
        '1.0,1',
        '1.0_1,1',
        '0,2',
      ],
    ]);
  });

  it('ends a block at each plus, and a missing block counts as 0', () => {
    expectAscending(freebsd, ['1+a', '1', '1+1', '1+2', '1.1', '1.1+1', '1.1.1']);
    expectSame(freebsd, ['1', '1+0', '1+', '1.0+0.0']);
    expectPairs(freebsd, ['1+1.2 < 1+1.10', '1+1 < 1.0.1+0']);
  });

  it('ignores case and leading zeros, and takes numbers of any length exactly', () => {
    expectSame(freebsd, ['1.0RC1', '1.0rc1', '1.0.r1', '01.00.rc01']);
    expectPairs(freebsd, ['99999999999999999998 < 99999999999999999999', '1.0_0 = 1.0', '1.0,0 = 1.0']);
  });

  it.each([
    ['openssl-3.0.7', '"openssl-3.0.7" is not of the form version[_revision][,epoch]'],
    ['1.0_a', '"1.0_a" is not of the form version[_revision][,epoch]'],
    ['1.0,1_2', '"1.0,1_2" is not of the form version[_revision][,epoch]'],
    ['1_2_3', '"1_2_3" is not of the form version[_revision][,epoch]'],
    ['1.0,', '"1.0," is not of the form version[_revision][,epoch]'],
    ['1 0', '"1 0" is not of the form version[_revision][,epoch]'],
    ['..', '".." has no digit or letter'],
  ])('refuses %j with its reason instead of guessing', (bad, reason) => {
    expectRefused(freebsd, bad, '1.0', reason);
  });

  it.each([
    [
      '3.0.7_1,1',
      '3.0.8',
      'port epoch 1 is higher than port epoch 0, and the epoch decides first, by FreeBSD version order',
    ],
    ['3.0.7_1', '3.0.7_10', 'port revision 1 is lower than port revision 10, by FreeBSD version order'],
    ['1.0.7', '1.0.12', '7 is lower than 12 in the version, by FreeBSD version order'],
    [
      '1.0rc1',
      '1.0',
      'the first version is lower: it goes on with "rc1" in the version, which comes before the plain version, by FreeBSD version order',
    ],
  ])('says why %j against %j', (a, b, why) => {
    expect(freebsd.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
