import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { pep440 } from './pep440.ts';

/** The order that pypa/packaging tests, once without and once with an epoch. */
const ascending = [
  ...['1.0.dev0', '1.0.dev456', '1.0.dev456+local', '1.0a0.post0.dev0', '1.0a0.post0', '1.0a1.dev1'],
  ...['1.0a1.dev1+local', '1.0a1', '1.0a1+local', '1.0b0', '1.0b1.dev456', '1.0b2', '1.0b2.post345.dev456'],
  ...['1.0b2.post345', '1.0b2-346', '1.0rc0', '1.0rc1.dev1', '1.0c1', '1.0rc2', '1.0', '1.0.post0.dev0'],
  ...['1.0.post0', '1.0.post456.dev34', '1.0.post456', '1.0.post456+local', '1.0.1.dev1', '1.0.1a1', '1.0.1'],
  ...[
    '1.0.1+local',
    '1.0.1.post1',
    '1.1.dev1',
    '1.2+a',
    '1.2+abc',
    '1.2+abcdef',
    '1.2+def',
    '1.2+0',
    '1.2+1',
  ],
  ...['1.2+1.abc', '1.2+1.1', '1.2+1.1.0', '1.2+2', '1.2+123', '1.2+123456', '1.2.r32+123456'],
  '1.2.rev33+123456',
];

/** Spellings of one version (PEP 440, "Normalization"). */
const spellings = [
  ['1.0.dev0', '1.0dev', '1.0.dev', '1.0-dev', '1.0DEV', '1.0_dev0', '1.0.dev00'],
  ['1.0a1', '1.0.a1', '1.0-a1', '1.0alpha1', '1.0.ALPHA1', '1.0-alpha_1', '1.0a01'],
  ['1.0b0', '1.0b', '1.0.beta', '1.0-BETA', '1.0_b.0', '1.0beta.'],
  ['1.0rc1', '1.0c1', '1.0-C1', '1.0.rc1', '1.0pre1', '1.0.preview-1', '1.0RC01'],
  ['1.0.post5', '1.0-5', '1.0-r5', '1.0-rev5', '1.0post5', '1.0.POST5', '1.0.post05'],
  ['1.0.post0', '1.0post', '1.0.post', '1.0r', '1.0rev', '1.0-POST'],
  ['1.0+abc.5', '1.0+AbC.5', '1.0+abc-5', '1.0+abc_05'],
  ['1.2', 'v1.2', '1.02', '1.2.0', '1.2.0.0', '00!1.2', '0!1.2', ' v1.2\t\n'],
];

describe('Python version order', () => {
  it('keeps the order that pypa/packaging tests', () => {
    expectAscending(pep440, [...ascending, ...ascending.map((version) => `1!${version}`), '2!0']);
  });

  it.each(spellings.map((group) => [group]))('takes %j for spellings of one version', (group) => {
    expectSame(pep440, group);
  });

  it('keeps the table of release orders in PEP 440', () => {
    expectAscending(pep440, [
      ...[
        '1.dev0',
        '1.0.dev456',
        '1.0a1',
        '1.0a2.dev456',
        '1.0a12.dev456',
        '1.0a12',
        '1.0b1.dev456',
        '1.0b2',
      ],
      ...[
        '1.0b2.post345.dev456',
        '1.0b2.post345',
        '1.0rc1.dev456',
        '1.0rc1',
        '1.0',
        '1.0+abc.5',
        '1.0+abc.7',
      ],
      ...['1.0+5', '1.0.post456.dev34', '1.0.post456', '1.0.15', '1.1.dev1', '2012.4', '2013.10', '1!0.1'],
    ]);
  });

  it('takes numbers of any length exactly', () => {
    expectPairs(pep440, [
      '1.99999999999999999998 < 1.99999999999999999999',
      '99999999999999999998!1 < 99999999999999999999!0',
      '1.0.post99999999999999999998 < 1.0.post99999999999999999999',
    ]);
  });

  it.each([
    ...['french toast', '1.0+a+', '1.0++', '1.0+_foobar', '1.0+foo&asd', '1.0+1+1', '1. 0', '1 .0', '1.0 a1'],
    ...[
      '1.0a 1',
      '٠١٢.٣٤٥',
      '.',
      '..',
      '1..0',
      '1.0.',
      '.1.0',
      '1.0+İ',
      '1.0+',
      '1!',
      '1.0-SNAPSHOT',
      '1.0-1-2',
    ],
  ])('refuses %j, as packaging does', (bad) => {
    expectRefused(pep440, bad, '1.0', `"${bad}" is not a version by PEP 440`);
  });

  it.each([
    ['1.9', '1.10', '9 is lower than 10 at the second number of the release, by Python version order'],
    [
      '1.0rc1',
      '1.0',
      'the first version is lower: it goes on with "rc1" in the pre-release, which comes before the plain version, by Python version order',
    ],
    [
      '1.0',
      '1.0.post1',
      'the first version is lower: the second goes on with "post1" in the post-release, by Python version order',
    ],
    ['1.0.dev1', '1.0a1', '"dev1" is lower than "a1" in the pre-release, by Python version order'],
    ['1!1', '2', 'epoch 1 is higher than epoch 0, and the epoch decides first, by Python version order'],
    [
      '1.0+a',
      '1.0',
      'the first version is higher: it goes on with "a" in the local version, by Python version order',
    ],
  ])('says why %j against %j', (a, b, why) => {
    expect(pep440.compare(a, b)).toMatchObject({ kind: 'ordered', why });
  });
});
