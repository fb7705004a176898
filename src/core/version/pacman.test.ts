import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { pacman } from './pacman.ts';

describe('Arch Linux version order', () => {
  it('gives the answers of pacman’s own vercmp tests', () => {
    expectPairs(pacman, [
      '1.5.0 = 1.5.0',
      '1.5.1 > 1.5.0',
      '1.5.1 > 1.5',
      '1.5.0-1 = 1.5.0-1',
      '1.5.0-1 < 1.5.0-2',
      '1.5.0-1 < 1.5.1-1',
      '1.5.0-2 < 1.5.1-1',
      '1.5-1 < 1.5.1-1',
      '1.5-2 < 1.5.1-1',
      '1.5-2 < 1.5.1-2',
      '1.5 = 1.5-1',
      '1.5-1 = 1.5',
      '1.1-1 = 1.1',
      '1.0-1 < 1.1',
      '1.1-1 > 1.0',
      '1.5b-1 < 1.5-1',
      '1.5b < 1.5',
      '1.5b-1 < 1.5',
      '1.5b < 1.5.1',
      '1.5.a > 1.5',
      '1.5.b > 1.5.a',
      '1.5.1 > 1.5.b',
      '1.5.b-1 = 1.5.b',
      '1.5-1 < 1.5.b',
      '2.0.a < 2.0+.a',
      '0:1.0 = 0:1.0',
      '0:1.0 < 0:1.1',
      '1:1.0 > 0:1.0',
      '1:1.0 > 0:1.1',
      '1:1.0 < 2:1.1',
      '1:1.0 > 0:1.0-1',
      '1:1.0-1 > 0:1.1-1',
      '0:1.0 = 1.0',
      '0:1.1 > 1.0',
      '1:1.0 > 1.0',
      '1:1.1 > 1.1',
    ]);
  });

  it('puts the versions of vercmp(8) in its order', () => {
    expectAscending(pacman, [
      ...['1.0a', '1.0b', '1.0beta', '1.0p', '1.0pre', '1.0rc', '1.0', '1.0.a', '1.0.1'],
    ]);
    expectAscending(pacman, ['1', '1.0', '1.1', '1.1.1', '1.2', '2.0', '3.0.0']);
  });

  it('puts package releases and versions from repositories in order', () => {
    expectAscending(pacman, [
      ...['6.0.r2.gabc-1', '6.1-1', '6.1-1.1', '6.1-2', '6.1-10', '6.1.r9.g1-1', '6.1.r10.g0-1', '1:0.1-1'],
    ]);
  });

  it('leaves the release out when one side has none, so that “the same” does not carry over', () => {
    expectPairs(pacman, ['1.0-1 = 1.0', '1.0 = 1.0-2', '1.0-1 < 1.0-2']);
  });

  it('counts separators but does not look at which they are', () => {
    expectSame(pacman, ['1.0', '1_0', '1+0', '01.00', '0:1.0', ':1.0', ' 1.0 ']);
    expectPairs(pacman, ['1.9 < 1..0', '1..0 < 1...0']);
  });

  it.each([
    ['a:1', '"a:1" is not of the form [epoch:]pkgver[-pkgrel]'],
    ['1:2:3', '"1:2:3" is not of the form [epoch:]pkgver[-pkgrel]'],
    ['linux-6.1-1', '"linux-6.1-1" is not of the form [epoch:]pkgver[-pkgrel]'],
    ['1-', '"1-" is not of the form [epoch:]pkgver[-pkgrel]'],
    ['1/2', '"1/2" is not of the form [epoch:]pkgver[-pkgrel]'],
    ['1 2', '"1 2" is not of the form [epoch:]pkgver[-pkgrel]'],
    ['1.0é', '"1.0é" is not of the form [epoch:]pkgver[-pkgrel]'],
    ['1.0.', '"1.0." has a part that does not end in a letter or digit'],
    ['1.0-1+', '"1.0-1+" has a part that does not end in a letter or digit'],
  ])('refuses %j with its reason instead of guessing', (bad, reason) => {
    expectRefused(pacman, bad, '1.0', reason);
  });

  it.each([
    ['1.0-2', '1.0-10', '2 is lower than 10 in the release, by Arch Linux version order'],
    [
      '1.0rc1',
      '1.0',
      'the first version is lower: it goes on with "rc" in the version, which comes before the plain version, by Arch Linux version order',
    ],
    ['1.a', '1.0', '"a" is lower than 0 in the version, by Arch Linux version order'],
    ['1:1', '2', 'epoch 1 is higher than epoch 0, and the epoch decides first, by Arch Linux version order'],
  ])('says why %j against %j', (a, b, why) => {
    expect(pacman.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
