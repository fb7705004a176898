import { expect, test } from 'vitest';
import type { ReleaseLife } from '../advisory/feed-item.ts';
import { releaseFacts, releaseSubject, releaseSupport } from './release-support.ts';

test('a release is looked up by the name that feeds of releases have for it', () => {
  const names = [
    { osId: 'debian', os: 'Debian GNU/Linux 11 (bullseye)' },
    { osId: 'ubuntu', os: 'Ubuntu 22.04.3 LTS' },
    { osId: 'rhel', os: 'Red Hat Enterprise Linux 9.4 (Plow)' },
    { osId: 'amzn', os: 'Amazon Linux 2023' },
    { osId: 'alpine', os: 'Alpine Linux v3.20' },
    { osId: 'debian', os: 'Debian GNU/Linux trixie/sid' },
    { osId: 'windows', os: 'Windows Server 2022' },
    { osId: 'centos', os: 'CentOS Stream 9' },
  ].map(releaseSubject);
  expect(names).toEqual([
    'debian 11',
    'ubuntu 22.04',
    'rhel 9',
    'amazon-linux 2023',
    'alpine-linux 3.20',
    null,
    null,
    'centos-stream 9',
  ]);
});

test('an extension counts where the release’s own archive carries it, or where the host takes its archive', () => {
  const extended = (osId: string, os: string, platform: string) =>
    releaseFacts({ osId, os }, platform)?.extended;
  expect(extended('debian', 'Debian GNU/Linux 11 (bullseye)', 'debian/bullseye')).toBe(true);
  expect(extended('ubuntu', 'Ubuntu 18.04.6 LTS', 'ubuntu/18.04')).toBe(false);
  expect(extended('ubuntu', 'Ubuntu 18.04.6 LTS', 'ubuntu/18.04+esm-apps')).toBe(false);
  expect(extended('ubuntu', 'Ubuntu 18.04.6 LTS', 'ubuntu/18.04+esm-apps+esm-infra')).toBe(true);
  expect(extended('rhel', 'Red Hat Enterprise Linux Server 7.9', 'redhat/7+rhel-7-els')).toBe(true);
  expect(extended('rhel', 'Red Hat Enterprise Linux Server 7.9', 'redhat/7')).toBe(false);
  expect(releaseFacts({ osId: 'windows', os: 'Windows 11' }, 'windows/')).toBeNull();
});

test('the last day of support still counts, and an extension is told apart', () => {
  const life: ReleaseLife = {
    kind: 'release-life',
    product: 'debian',
    release: '11',
    releasedOn: '2021-08-14',
    supportEnds: '2024-08-14',
    extendedEnds: '2026-08-31',
    latest: null,
    at: '',
  };
  const ended = (day: string, change: Partial<ReleaseLife> = {}) =>
    releaseSupport({ ...life, ...change }, day).ended;
  expect(ended('2024-08-14')).toBeNull();
  expect(ended('2024-08-15')).toBe('support');
  expect(ended('2026-09-01')).toBe('extended');
  expect(ended('2024-08-15', { extendedEnds: null })).toBe('extended');
  expect(ended('2024-08-15', { supportEnds: true, extendedEnds: false })).toBe('support');
  expect(ended('2024-08-15', { supportEnds: null })).toBeNull();
});
