import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { maven } from './maven.ts';

describe('Maven version order', () => {
  it('keeps the chains that ComparableVersionTest holds', () => {
    expectAscending(maven, [
      ...[
        '1-alpha2snapshot',
        '1-alpha2',
        '1-alpha-123',
        '1-beta-2',
        '1-beta123',
        '1-m2',
        '1-m11',
        '1-rc',
        '1-cr2',
      ],
      ...[
        '1-rc123',
        '1-SNAPSHOT',
        '1',
        '1-sp',
        '1-sp2',
        '1-sp123',
        '1-abc',
        '1-def',
        '1-pom-1',
        '1-1-snapshot',
      ],
      ...['1-1', '1-2', '1-123'],
    ]);
    expectAscending(maven, [
      ...['11.a2', '11.a11', '11.b2', '11.b11', '11.m2', '11.m11', '11', '11.a', '11b', '11c', '11m'],
    ]);
    expectAscending(maven, [
      '2.0',
      '2.0.a',
      '2-1',
      '2.0.2',
      '2.0.123',
      '2.1.0',
      '2.1-a',
      '2.1b',
      '2.1-c',
      '2.1-1',
    ]);
    expectAscending(maven, ['2.1.0.1', '2.2', '2.123']);
  });

  it.each([
    [
      [
        '1',
        '1.0',
        '1.0.0',
        '1-0',
        '1.0-0',
        '1ga',
        '1GA',
        '1final',
        '1.FinaL',
        '1-release',
        '1.0.RELEASE',
        '01',
      ],
    ],
    [['1a', '1-a', '1.0-a', '1.0.0-a', '1.0a', '1.0.0a', '1A', '1.a']],
    [['1x', '1-x', '1.0-x', '1.0.0-x', '1.0x', '1.0.0x', '1X']],
    [['1a1', '1-alpha-1', '1.alpha1', '1-ALPHA1']],
    [['1b2', '1-beta-2', '1-BETA2']],
    [['1m3', '1-milestone-3', '1-MileStone3']],
    [['1cr', '1rc', '1-RC', '1.cR']],
    [['0000000000000000001', '00001', '1']],
    [['0000000000000000000', '0', '0.0']],
  ])('takes the versions of %j for the same', (group) => {
    expectSame(maven, group);
  });

  it('gives the answers of ComparableVersionTest for pairs', () => {
    expectPairs(maven, [
      '1 < 2',
      '1.5 < 2',
      '1 < 2.5',
      '1.0 < 1.1',
      '1.1 < 1.2',
      '1.0.0 < 1.1',
      '1.0.1 < 1.1',
      '1.1 < 1.2.0',
      '1.0-alpha-1 < 1.0',
      '1.0-alpha-1 < 1.0-alpha-2',
      '1.0-alpha-1 < 1.0-beta-1',
      '1.0-beta-1 < 1.0-SNAPSHOT',
      '1.0-SNAPSHOT < 1.0',
      '1.0-alpha-1-SNAPSHOT < 1.0-alpha-1',
      '1.0 < 1.0-1',
      '1.0-1 < 1.0-2',
      '1.0.0 < 1.0-1',
      '2.0-1 < 2.0.1',
      '2.0.1-klm < 2.0.1-lmn',
      '2.0.1 < 2.0.1-xyz',
      '2.0.1 < 2.0.1-123',
      '2.0.1-xyz < 2.0.1-123',
      // MNG-5568, MNG-6572 and MNG-6964
      '6.1.0rc3 < 6.1.0',
      '6.1.0rc3 < 6.1H.5-beta',
      '6.1.0 < 6.1H.5-beta',
      '20190126.230843 < 1234567890.12345',
      '1234567890.12345 < 123456789012345.1H.5-beta',
      '123456789012345.1H.5-beta < 12345678901234567890.1H.5-beta',
      '1-0.alpha < 1',
      '1-0.beta < 1',
      '1-0.alpha < 1-0.beta',
    ]);
  });

  it('orders the versions people meet: Log4j, Spring, Jackson, Guava', () => {
    expectAscending(maven, [
      '2.0-alpha1',
      '2.0-beta9',
      '2.0-rc1',
      '2.0',
      '2.3.1',
      '2.12.4',
      '2.15.0',
      '2.17.1',
    ]);
    expectAscending(maven, ['5.3.0-M1', '5.3.0-RC2', '5.3.0.RELEASE', '5.3.9', '5.3.18', '6.0.0-SNAPSHOT']);
    expectAscending(maven, ['2.9.10', '2.9.10.1', '2.9.10.8', '2.13.4', '2.13.4.1', '2.13.4.2']);
    expectAscending(maven, ['31.1-android', '31.1-jre', '32.0.0-android', '32.0.0-jre', '32.0.1-jre']);
  });

  it.each([
    ['1.0 beta', '"1.0 beta" holds a character that no Maven version holds'],
    ['1.0é', '"1.0é" holds a character that no Maven version holds'],
    ['[1.0,2.0) ', '"[1.0,2.0)" is a range or an expression, not a version'],
    ['${revision}', '"${revision}" is a range or an expression, not a version'],
    ['..', '".." has no digit or letter'],
  ])('refuses %j with its reason instead of guessing', (bad, reason) => {
    expectRefused(maven, bad, '1.0', reason);
  });

  it('reads a version nested as deep as its length allows', () => {
    const deep = '1-a'.repeat(300);
    expect(maven.sign(deep, deep)).toBe(0);
    expect(maven.sign(deep, `${deep}-1`)).toBe(-1);
  });

  it.each([
    ['2.14.1', '2.17.0', '14 is lower than 17 in the version, by Maven version order'],
    ['1-beta', '1-rc', '"beta" is lower than "rc" in the qualifier, by Maven version order'],
    [
      '1.0-rc1',
      '1.0',
      'the first version is lower: it goes on with "-rc.-1" in the qualifier, which comes before the plain version, by Maven version order',
    ],
    ['1.0', '1.ga', '1.0 and 1.ga are the same, by Maven version order'],
  ])('says why %j against %j', (a, b, why) => {
    expect(maven.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
