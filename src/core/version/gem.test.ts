import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { gem } from './gem.ts';

describe('RubyGems version order', () => {
  it('gives the answers of rubygems’ own tests', () => {
    expectPairs(gem, [
      '1.0 = 1.0.0',
      '1.0 > 1.0.a',
      '1.8.2 > 0.0.0',
      '1.8.2 > 1.8.2.a',
      '1.8.2.b > 1.8.2.a',
      '1.8.2.a < 1.8.2',
      '1.8.2.a10 > 1.8.2.a9',
      '1.2 = 1.2.0',
      '1.2.b1 = 1.2.b.1',
      '1.2 < 1.3',
      '0.beta.1 = 0.0.beta.1',
      '0.0.beta < 0.0.beta.1',
      '0.0.beta < 0.beta.1',
      '5.a < 5.0.0.rc2',
      '5.x > 5.0.0.rc2',
      '1.9.3 > 1.9.2.99',
      '1.9.3.1 > 1.9.3',
    ]);
  });

  it('keeps semantic pre-releases in their order', () => {
    expectAscending(gem, [
      ...[
        '1.0.0-alpha',
        '1.0.0-alpha.1',
        '1.0.0-beta.2',
        '1.0.0-beta.11',
        '1.0.0-rc.1',
        '1.0.0',
        '1.0.1-rc.1',
        '1.0.1',
      ],
    ]);
  });

  it('orders the versions people meet: Rails, Nokogiri, Rack, Ruby itself', () => {
    expectAscending(gem, [
      ...[
        '5.2.0.beta1',
        '5.2.0.beta2',
        '5.2.0.rc1',
        '5.2.0.rc2',
        '5.2.0',
        '5.2.1',
        '5.2.1.1',
        '5.2.2.rc1',
        '5.2.2',
      ],
      ...['5.2.4', '5.2.4.1', '5.2.4.2', '5.2.4.3', '5.2.8.1', '6.0.0.beta1', '6.0.0', '6.1.7.10'],
    ]);
    expectAscending(gem, [
      '1.6.8.rc1',
      '1.6.8.rc2',
      '1.6.8',
      '1.6.8.1',
      '1.10.4',
      '1.13.9',
      '1.13.10',
      '1.18.8',
    ]);
    expectAscending(gem, ['1.0', '1.0.1.a', '1.0.1.b1', '1.0.1.b2', '1.0.1.b10', '1.0.1']);
  });

  it.each([
    [['1', '1.0', '1.0.0', '01', ' 1.0 ', '1.0\n']],
    [['1.0.a', '1.a', '1.0.0.a', '1.a.0', '1.a0']],
    [['1.pre.1', '1-1', '1.0-1', '1.pre1']],
  ])('takes the versions of %j for the same', (group) => {
    expectSame(gem, group);
  });

  it('puts words before numbers, capital letters before small ones, and pads with zeros', () => {
    expectAscending(gem, ['1.A', '1.a', '1.a.1', '1']);
    expectPairs(gem, [
      '1.a.a < 1.a',
      '1.a < 1.a.1',
      '1.0.0.1 > 1.a',
      '1.99999999999999999998 < 1.99999999999999999999',
    ]);
  });

  it.each([
    'junk',
    '1.0\n2.0',
    '1..2',
    '1.2 3.4',
    '2.3422222.222.222222222.22222.ads0as.dasd0.ddd2222.2.qd3e.',
    '1.0+build',
    '1-',
    '.1',
    '1.ä',
  ])('refuses %j, as rubygems does', (bad) => {
    expectRefused(gem, bad, '1.0', `${JSON.stringify(bad)} is not of the form of a gem version`);
  });

  it.each([
    ['1.2.9', '1.2.10', '9 is lower than 10 in the version, by RubyGems version order'],
    [
      '1.0.rc1',
      '1.0',
      'the first version is lower: it goes on with "rc" in the version, which comes before the plain version, by RubyGems version order',
    ],
    ['1.a', '1.1', '"a" is lower than 1 in the version, by RubyGems version order'],
    ['1.0', '1', '1.0 and 1 are the same, by RubyGems version order'],
  ])('says why %j against %j', (a, b, why) => {
    expect(gem.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
