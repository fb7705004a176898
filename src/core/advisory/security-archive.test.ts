import { describe, expect, test } from 'vitest';
import { mainArchive, observedAt, securityArchive } from './observation-of.ts';
import { isSecurityArchive, judgeArchives } from './security-archive.ts';
import type { Archive, OperatingSystem } from '#core/inventory/observation.ts';

const DAY = 86_400_000;
const limits = { staleListsMs: 7 * DAY, staleArchiveMs: 14 * DAY };
const debian: OperatingSystem = {
  id: 'debian',
  versionId: '12',
  codename: 'bookworm',
  prettyName: 'Debian 12',
};
const ubuntu: OperatingSystem = {
  id: 'ubuntu',
  versionId: '24.04',
  codename: 'noble',
  prettyName: 'Ubuntu 24.04',
};
const raspbian: OperatingSystem = {
  id: 'raspbian',
  versionId: '12',
  codename: 'bookworm',
  prettyName: 'Raspbian 12',
};

const nobleSecurity = (changes: Partial<Archive> = {}) =>
  securityArchive({
    suite: 'noble-security',
    label: 'Ubuntu',
    origin: 'Ubuntu',
    archive: 'noble-security',
    codename: 'noble',
    validUntilAt: null,
    ...changes,
  });

const codes = (archives: readonly Archive[], os = debian) =>
  judgeArchives(archives, os, limits, observedAt).map(({ code }) => code);

describe('a security archive', () => {
  const plain = { label: 'X', suite: 'stable', archive: 'stable', origin: 'X' };
  test.each([
    ['is one labelled Debian-Security', { label: 'Debian-Security' }, true],
    ['is one whose suite in the sources ends in -security', { suite: 'noble-security' }, true],
    ['is one of Ubuntu’s for FIPS', { suite: 'noble-updates', origin: 'UbuntuFIPSUpdates' }, true],
    ['is no other one of Ubuntu Pro', { suite: 'noble', origin: 'UbuntuROSUpdates' }, false],
    ['is one whose suite in the Release file ends in -security', { archive: 'oldstable-security' }, true],
    ['is one of origin UbuntuESM', { origin: 'UbuntuESM' }, true],
    ['is one of origin UbuntuESMApps', { origin: 'UbuntuESMApps' }, true],
    ['is not the main archive', {}, false],
    [
      'is not one that has the word elsewhere',
      { suite: 'security-tools', label: 'Security', origin: 'Debian-Security' },
      false,
    ],
    ['is not -security-proposed', { suite: 'noble-security-proposed' }, false],
  ])('%s', (_title, words, expected) => {
    expect(isSecurityArchive(securityArchive({ ...plain, ...words }), debian)).toBe(expected);
  });

  test('does not exist for Raspbian, whatever it is called', () => {
    expect(isSecurityArchive(securityArchive(), raspbian)).toBe(false);
    expect(codes([securityArchive()], raspbian)).toEqual(['security-not-classifiable']);
  });
});

describe('archives that prove', () => {
  test('a fresh security archive of the release gives no reason', () => {
    expect(codes([mainArchive(), securityArchive()])).toEqual([]);
    expect(codes([nobleSecurity()], ubuntu)).toEqual([]);
  });

  test.each([
    ['no index at all', [], ['no-package-index']],
    ['no security source', [mainArchive()], ['no-security-source']],
    [
      'that of another release only',
      [
        securityArchive({
          suite: 'bullseye-security',
          codename: 'bullseye-security',
          archive: 'oldstable-security',
        }),
      ],
      ['security-source-other-release'],
    ],
  ])('%s is a reason', (_title, archives, expected) => {
    expect(codes(archives)).toEqual(expected);
  });

  test('components of one Release file are judged once', () => {
    const old = { fetchedAt: observedAt - 30 * DAY };
    const both = [securityArchive(old), securityArchive({ ...old, id: 'other', component: 'contrib' })];
    expect(codes(both)).toEqual(['lists-stale']);
  });

  test('an old main archive is no reason', () => {
    expect(codes([mainArchive({ fetchedAt: 0, dateAt: 0 }), securityArchive()])).toEqual([]);
  });
});

describe('the limits, to the millisecond', () => {
  test.each([
    [7 * DAY, []],
    [7 * DAY + 1, ['lists-stale']],
  ])('lists fetched %i ms before the scan', (age, expected) => {
    expect(codes([securityArchive({ fetchedAt: observedAt - age })])).toEqual(expected);
  });

  test.each([
    [0, []],
    [-1, ['archive-frozen']],
  ])('Valid-Until %i ms after the scan', (rest, expected) => {
    expect(codes([securityArchive({ validUntilAt: observedAt + rest })])).toEqual(expected);
  });

  test.each([
    [14 * DAY, []],
    [14 * DAY + 1, ['archive-frozen']],
  ])('a Debian archive without Valid-Until dated %i ms before the scan', (age, expected) => {
    expect(codes([securityArchive({ validUntilAt: null, dateAt: observedAt - age })])).toEqual(expected);
  });

  test('the date does not count where Valid-Until stands, nor on Ubuntu', () => {
    expect(codes([securityArchive({ dateAt: 0 })])).toEqual([]);
    expect(codes([nobleSecurity({ dateAt: 0 })], ubuntu)).toEqual([]);
  });
});

test('an age that cannot be read is a reason of its own', () => {
  expect(codes([securityArchive({ fetchedAt: null })])).toEqual(['lists-age-unknown']);
  expect(codes([securityArchive({ validUntilAt: null, dateAt: null })])).toEqual(['lists-age-unknown']);
  expect(codes([nobleSecurity({ dateAt: null })], ubuntu)).toEqual([]);
});
