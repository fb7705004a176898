import { expect, test } from 'vitest';
import type { ReleaseLife } from '../advisory/feed-item.ts';
import { releaseFacts, releaseSupport, unclearSupport } from './release-support.ts';

type Told = Parameters<typeof releaseFacts>[0];

const system = (id: string, prettyName: string, more: Partial<Told> = {}): Told => ({
  os: { id, prettyName, versionId: null, codename: null },
  packages: [],
  archives: [],
  ...more,
});

const windows = (name: string, version: string): Told['packages'][number] => {
  const source = { source: name, sourceVersion: version };
  return { name, arch: 'x64', version, held: false, ...source };
};

test('a release is looked up by the name that feeds of releases have for it', () => {
  const names = [
    system('debian', 'Debian GNU/Linux 11 (bullseye)'),
    system('ubuntu', 'Ubuntu 22.04.3 LTS'),
    system('rhel', 'Red Hat Enterprise Linux 9.4 (Plow)'),
    system('amzn', 'Amazon Linux 2023'),
    system('alpine', 'Alpine Linux v3.20'),
    system('debian', 'Debian GNU/Linux trixie/sid'),
    system('windows', 'Windows Server 2022'),
    system('windows', 'Windows 11 Pro'),
    system('centos', 'CentOS Stream 9'),
  ].map((one) => releaseFacts(one, null)?.subject ?? null);
  expect(names).toEqual([
    'debian 11',
    'ubuntu 22.04',
    'rhel 9',
    'amazon-linux 2023',
    'alpine-linux 3.20',
    null,
    'windows-server 2022',
    null,
    'centos-stream 9',
  ]);
});

test('Windows is looked up by its build and edition, and is either of two where the edition is not told', () => {
  const packages = [windows('Windows 11', '10.0.22631.4317')];
  expect(releaseFacts(system('windows', 'Windows 11 Enterprise', { packages }), null)).toEqual({
    subject: 'windows 11-23h2-e',
    extended: false,
  });
  expect(releaseFacts(system('windows', 'Windows 11', { packages }), null)).toEqual({
    subject: 'windows 11-23h2-e',
    either: ['windows 11-23h2-e', 'windows 11-23h2-w'],
    extended: false,
  });
  const os = { id: 'windows', prettyName: 'Windows 10 Pro', versionId: '19045.6093', codename: null };
  expect(releaseFacts({ os, packages: [], archives: [] }, null)?.subject).toBe('windows 10-22h2');
});

test('an extension counts where the release’s own archive carries it, or where the host takes its archive', () => {
  const extended = (osId: string, os: string, platform: string) =>
    releaseFacts(system(osId, os), platform)?.extended;
  expect(extended('debian', 'Debian GNU/Linux 11 (bullseye)', 'debian/bullseye')).toBe(true);
  expect(extended('ubuntu', 'Ubuntu 18.04.6 LTS', 'ubuntu/18.04')).toBe(false);
  expect(extended('ubuntu', 'Ubuntu 18.04.6 LTS', 'ubuntu/18.04+esm-apps')).toBe(false);
  expect(extended('ubuntu', 'Ubuntu 18.04.6 LTS', 'ubuntu/18.04+esm-apps+esm-infra')).toBe(true);
  expect(extended('rhel', 'Red Hat Enterprise Linux Server 7.9', 'redhat/7+rhel-7-els')).toBe(true);
  expect(extended('rhel', 'Red Hat Enterprise Linux Server 7.9', 'redhat/7')).toBe(false);
  // Installed updates stand in the platform of Windows and are no extension.
  expect(extended('windows', 'Windows Server 2012 R2', 'windows/+KB5031419+listed')).toBe(false);
});

test('Windows takes its extension where the inventory names a source of it', () => {
  const source = (id: string) => ({ ...archive, id, suite: id, label: id });
  const archive = {
    ...{ uri: '', component: '', origin: null, archive: null, codename: null },
    ...{ dateAt: null, validUntilAt: null, fetchedAt: null, security: true },
  };
  const extended = (id: string) =>
    releaseFacts(system('windows', 'Windows Server 2012', { archives: [source(id)] }), 'windows/')?.extended;
  expect(extended('Extended Security Updates')).toBe(true);
  expect(extended('WSUS, ESU year 3')).toBe(true);
  expect(extended('Security Updates')).toBe(false);
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

test('of several releases that it may be, support is over where it is over of each, and unclear where of some', () => {
  const life = (release: string, supportEnds: string): ReleaseLife => ({
    ...{
      kind: 'release-life',
      product: 'windows',
      releasedOn: null,
      extendedEnds: null,
      latest: null,
      at: '',
    },
    ...{ release, supportEnds },
  });
  const lives = [life('11-23h2-e', '2026-11-10'), life('11-23h2-w', '2025-11-11')];
  const on = (day: string, of = 2) => unclearSupport(lives, { of, day });
  expect(on('2025-11-11')).toMatchObject({ release: '11-23h2-e or 11-23h2-w', ended: null });
  expect(on('2026-01-01')).toMatchObject({ ended: 'unclear', supportEnds: '2025-11-11' });
  expect(on('2026-11-11')?.ended).toBe('extended');
  // A third one that no feed knows may be supported.
  expect(on('2026-11-11', 3)?.ended).toBe('unclear');
  expect(unclearSupport([], { of: 2, day: '2026-01-01' })).toBeNull();
});
