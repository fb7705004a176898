import { expect, test } from 'vitest';
import { releaseLabel, windowsReleases } from './windows-release.ts';

test.each([
  ['Windows 11 Pro', '22631', ['windows 11-23h2-w']],
  ['Microsoft Windows 11 Enterprise multi-session', '22631', ['windows 11-23h2-e']],
  ['Windows 11 Education', '26100', ['windows 11-24h2-e']],
  ['Windows 11 Pro Education', '26100', ['windows 11-24h2-w']],
  ['Windows 11 Pro for Workstations', '26200', ['windows 11-25h2-w']],
  ['Windows 11 IoT Enterprise LTSC', '26100', ['windows 11-24h2-iot-lts']],
  ['Microsoft Windows 10 Enterprise LTSC', '19044', ['windows 10-21h2-e-lts']],
  ['Microsoft Windows 10 Enterprise 2016 LTSB', '14393', ['windows 10-1607-e-lts']],
  // Up to 2019 IoT Enterprise LTSC ends with Enterprise LTSC.
  ['Windows 10 IoT Enterprise LTSC', '17763', ['windows 10-1809-e-lts']],
  ['Windows 10 EnterpriseS', '17763', ['windows 10-1809-e-lts']],
  ['Windows 10 Home', '19045', ['windows 10-22h2']],
  ['Windows 10', '19045', ['windows 10-22h2']],
  ['Windows 10 Pro', '10240', ['windows 10-1507']],
  ['Windows 7 Professional', '7601', ['windows 7-sp1']],
  ['Windows Server 2022 Standard', '20348', ['windows-server 2022']],
  ['Microsoft Windows Server 2019 Datacenter', '17763', ['windows-server 2019']],
  ['Windows Server, version 1809', '17763', ['windows-server 1809-sac']],
  ['Windows Server 2012 R2 Standard', '9600', ['windows-server 2012-r2']],
  ['Windows Server 2012 R2', null, ['windows-server 2012-r2']],
  ['Hyper-V Server 2019', '17763', ['windows-server 2019']],
])('%s of build %s is one release', (name, build, releases) => {
  expect(windowsReleases(name, build)).toEqual(releases);
});

test('a build that editions share is any of them while the edition is not told', () => {
  expect(windowsReleases('Windows 11', '22631')).toEqual(['windows 11-23h2-e', 'windows 11-23h2-w']);
  expect(windowsReleases('Windows 11 SE', '26100')).toHaveLength(4);
  expect(windowsReleases('Windows Server', '17763')).toEqual([
    'windows-server 2019',
    'windows-server 1809-sac',
  ]);
});

test('a build that is not known is no release, and a client without a build neither', () => {
  expect(windowsReleases('Windows 11 Pro', '99999')).toEqual([]);
  expect(windowsReleases('Windows 11 Pro', null)).toEqual([]);
  expect(windowsReleases('Windows Server', null)).toEqual([]);
});

test('a release is shown as people call it', () => {
  const shown = [
    'windows 11-23h2-w',
    'windows 10-22h2',
    'windows 10-21h2-iot-lts',
    'windows 8.1',
    'windows 7-sp1',
    'windows-server 2012-r2',
    'windows-server 23h2-ac',
    'debian 12',
  ].map(releaseLabel);
  expect(shown).toEqual([
    'Windows 11 23H2 (Home, Pro)',
    'Windows 10 22H2',
    'Windows 10 21H2 (IoT Enterprise LTSC)',
    'Windows 8.1',
    'Windows 7 SP1',
    'Windows Server 2012 R2',
    'Windows Server 23H2 AC',
    'debian 12',
  ]);
});
