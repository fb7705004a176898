import { describe, expect, it } from 'vitest';
import { compareRpm, rpmSign } from './rpm.ts';

/** Ascending; all pairs are checked. Forms from rpm-version(7) and from Red Hat Enterprise Linux 9. */
const ascending = [
  '~~',
  '~',
  '0~',
  '0',
  '1.0~beta1',
  '1.0~rc1',
  '1.0~rc1^git1',
  '1.0~rc2',
  '1.0',
  '1.0-0.1.rc1',
  '1.0-1.el9~bootstrap',
  '1.0-1.el9',
  '1.0-1.el9_4',
  '1.0-1.el9_4.1',
  '1.0-1.el10',
  '1.0-2.el9',
  '1.0-10.el9',
  '1.0^',
  '1.0^20240101',
  '1.0^20240102~pre',
  '1.0^20240102',
  '1.0a',
  '1.0.1-1',
  '1.2',
  '1.10',
  '5.14.0-570.12.1.el9_6',
  '5.14.0-611.9.1.el9_7',
  '99999999999999999999',
  '100000000000000000000',
  '1:0.1',
  '2:0.0~',
];

describe('RPM version order', () => {
  it('puts every pair of the table in its order, both ways round', () => {
    ascending.forEach((a, i) => {
      ascending.forEach((b, j) => {
        expect(rpmSign(a, b), `${a} against ${b}`).toBe(Math.sign(i - j));
      });
    });
  });

  it.each([
    ['1.0', '1..0'],
    ['1.0', '1_0'],
    ['1.0.', '1.0'],
    ['1.02', '1.2'],
    ['1a', '1.a'],
    ['0:1.0-1', '1.0-1'],
    ['(none):1.0-1', '1.0-1'],
    [' 1.0 ', '1.0'],
  ])('takes %j and %j for the same version', (a, b) => {
    expect(compareRpm(a, b)).toMatchObject({ kind: 'ordered', sign: 0 });
  });

  it.each([
    ['', 'the version is empty'],
    ['a:1', '"a:1" has an epoch that is not a number'],
    [':1', '":1" has an epoch that is not a number'],
    ['4294967296:1', '"4294967296:1" has an epoch above 4294967295'],
    ['1:', '"1:" has no version'],
    ['-1', '"-1" has no version'],
    ['1.0-', '"1.0-" ends in an empty release'],
    ['openssl-3.0.7-27', '"openssl-3.0.7-27" holds "-", which no RPM version may hold there'],
    ['1 0', '"1 0" holds " ", which no RPM version may hold there'],
    ['1.0é', '"1.0é" holds "é", which no RPM version may hold there'],
    ['1:2:3', '"1:2:3" holds ":", which no RPM version may hold there'],
  ])('refuses %j with its reason instead of guessing', (bad, reason) => {
    expect(compareRpm(bad, '1.0')).toEqual({ kind: 'not-comparable', reason });
    expect(compareRpm('1.0', bad)).toEqual({ kind: 'not-comparable', reason });
    expect(rpmSign(bad, '1.0')).toBeNull();
  });

  it.each([
    ['3.0.7-27.el9', '3.0.7-28.el9_4', '27 is lower than 28 in the release, by RPM version order'],
    ['1:1', '2', 'epoch 1 is higher than epoch 0, and the epoch decides first, by RPM version order'],
    ['1.0~rc1', '1.0', 'the tilde makes the first version lower in the version, by RPM version order'],
    ['1.0^git1', '1.0', 'the caret makes the first version higher in the version, by RPM version order'],
    [
      '1.0',
      '1.0.1',
      'the first version is lower: the second goes on with "1" in the version, by RPM version order',
    ],
    ['1.0-1', '1.0', 'the first version is higher: it goes on with "1" in the release, by RPM version order'],
    ['1.a', '1.2', '"a" is lower than 2 in the version, by RPM version order'],
    ['1.0', '1.00', '1.0 and 1.00 are the same, by RPM version order'],
  ])('says why %j against %j', (a, b, why) => {
    expect(compareRpm(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
