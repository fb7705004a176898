import { describe, expect, it } from 'vitest';
import {
  expectAscending,
  expectPairs,
  expectRefused,
  expectSame,
} from '../../../tests/fixtures/versions/order-tables.ts';
import { nuget } from './nuget.ts';

describe('NuGet version order', () => {
  it('keeps the order that Microsoft lists for pre-releases', () => {
    expectAscending(nuget, [
      ...['1.0.1-aaa', '1.0.1-alpha10', '1.0.1-alpha2', '1.0.1-beta', '1.0.1-open', '1.0.1-rc.2'],
      ...['1.0.1-rc.10', '1.0.1-zzz', '1.0.1'],
    ]);
  });

  it('takes as one what Microsoft normalizes to one', () => {
    expectSame(nuget, ['1.0', '1.00', '1', '1.0.0', '1.0.0.0', ' 1.0 ']);
    expectSame(nuget, ['1.01.1', '1.1.1', '1.1.1.0']);
    expectSame(nuget, ['1.00.0.1', '1.0.0.1']);
    expectSame(nuget, ['1.0.01.0', '1.0.1']);
    expectSame(nuget, ['1.0.7+r3456', '1.0.7', '1.0.7+r.34.56']);
  });

  it('compares the revision, which SemVer does not have', () => {
    expectAscending(nuget, ['4.2.1', '4.2.1.9-beta', '4.2.1.9', '4.2.1.10', '4.2.2-alpha', '4.2.2']);
  });

  it('passes over the case of a pre-release and zeros before its numbers', () => {
    expectSame(nuget, ['1.0.0-RC.01', '1.0.0-rc.1']);
    expectPairs(nuget, ['1.0.0-Beta < 1.0.0-rc', '1.0.0-BETA.2 < 1.0.0-beta.11', '1.0.0-1 < 1.0.0-a']);
  });

  it.each([
    '',
    'v1.0.0',
    '1.2.3.4.5',
    '1..2',
    '1.2.',
    '-1',
    '1.0.0-',
    '1.0.0+',
    '1.0.0-a_b',
    '[1.0,2.0)',
    '1.*',
  ])('refuses %j, which is no version', (bad) => {
    expectRefused(
      nuget,
      bad,
      '1.0.0',
      bad === ''
        ? 'the version is empty'
        : `"${bad}" is not a NuGet version (major.minor.patch.revision-suffix)`,
    );
  });

  it.each(['1.0.0-a..b', '1.0.0-.a', '1.0.0-a.'])('refuses the pre-release of %j', (bad) => {
    expectRefused(nuget, bad, '1.0.0', `"${bad}" has an empty part in its pre-release`);
  });

  it('says where two versions part', () => {
    expect(nuget.compare('4.2.1.9', '4.2.1.10')).toMatchObject({
      why: '9 is lower than 10 at the revision, by NuGet version order',
    });
  });
});
