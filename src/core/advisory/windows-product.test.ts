import { describe, expect, it } from 'vitest';
import { installed } from './observation-of.ts';
import { systemPackage, windowsNames, windowsSystem } from './windows-product.ts';

const named = (name: string, version: string, arch = 'x64', system: string | null = null) =>
  windowsNames({ name, arch, version }, system);

describe('the names of a Windows product in Microsoft’s data', () => {
  it.each([
    ['Windows Server 2022', '10.0.20348.2527', 'x64', 'windows server 2022'],
    ['Microsoft Windows Server 2022 Datacenter', '10.0.20348.2527', 'x64', 'windows server 2022'],
    [
      'Windows Server 2019 (Server Core installation)',
      '10.0.17763.5000',
      'x64',
      'windows server 2019 (server core installation)',
    ],
    ['Windows 11', '10.0.22631.4317', 'x64', 'windows 11 version 23h2 for x64-based systems'],
    ['Windows 11 Pro', '10.0.26100.1', 'arm64', 'windows 11 version 24h2 for arm64-based systems'],
    ['Windows 10 Enterprise', '10.0.19045.1', 'x86', 'windows 10 version 22h2 for 32-bit systems'],
    ['Microsoft Office 2016', '16.0.4266.1001', 'x64', 'microsoft office 2016 (64-bit edition)'],
    ['Office LTSC 2021', '16.0.1', 'x86', 'microsoft office ltsc 2021 for 32-bit editions'],
    ['.NET Runtime 8.0', '8.0.10', 'x64', '.net 8.0'],
  ])('%s %s (%s) is %s', (name, version, arch, wanted) => {
    expect(named(name, version, arch)).toContain(wanted);
  });

  it('are per system for what comes with it', () => {
    expect(named('.NET Framework 4.8', '4.8.4690.2', 'x64', 'windows server 2022')).toContain(
      'microsoft .net framework 3.5 and 4.8 on windows server 2022',
    );
  });

  it('never are those of another release of the same system', () => {
    const names = named('Windows 11', '10.0.22631.4317');
    expect(names.filter((name) => name.includes('version'))).toEqual([
      'windows 11 version 23h2 for x64-based systems',
    ]);
  });
});

describe('the system of a Windows host', () => {
  const os = (versionId: string | null, prettyName = 'Windows Server 2022 Standard') => ({
    id: 'windows',
    versionId,
    codename: null,
    prettyName,
  });

  it.each([
    ['20348.2527', '10.0.20348.2527'],
    ['10.0.20348.2527', '10.0.20348.2527'],
    ['6.3.9600.21871', '6.3.9600.21871'],
  ])('told as %s is the package of version %s', (versionId, version) => {
    expect(systemPackage(os(versionId), [])).toMatchObject({ version, name: 'Windows Server 2022 Standard' });
  });

  it.each(['2022', '9600.21871', null])('told as %s is none', (versionId) => {
    expect(systemPackage(os(versionId), [])).toBeNull();
  });

  it('is not added to a list that has it', () => {
    const listed = installed('Windows Server 2022', '10.0.20348.1', { arch: 'x64' });
    expect(systemPackage(os('20348.2527'), [listed])).toBeNull();
    expect(windowsSystem([installed('7-Zip', '24.8'), listed])).toBe('windows server 2022');
  });
});
