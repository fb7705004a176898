import { describe, expect, it } from 'vitest';
import type { InstalledPackage, OperatingSystem } from '../inventory/observation.ts';
import { adviceKeys, adviceKeyOf, adviceKeyText, readAdviceKey } from './advice-key.ts';
import type { AdviceKey, Keying } from './advice-key.ts';
import { installed, mainArchive, securityArchive } from './observation-of.ts';
import { extensionsOf, platformOf, readPlatform, repositoriesOf } from './platform.ts';

const os = (id: string, versionId: string | null, codename: string | null = null): OperatingSystem => ({
  id,
  versionId,
  codename,
  prettyName: id,
});

describe('the platform of a host', () => {
  it.each([
    [os('debian', '12', 'bookworm'), 'debian/bookworm'],
    [os('debian', '12'), 'debian/bookworm'],
    [os('debian', null, 'trixie'), 'debian/trixie'],
    [os('ubuntu', '24.04', 'noble'), 'ubuntu/24.04'],
    [os('rhel', '9.4'), 'redhat/9'],
    [os('almalinux', '9.3'), 'almalinux/9'],
    [os('rocky', '8.10'), 'rocky/8'],
    [os('ol', '9.4'), 'oracle/9'],
    [os('amzn', '2023'), 'amazon/2023'],
    [os('fedora', '42'), 'fedora/42'],
    [os('alpine', '3.20.1'), 'alpine/v3.20'],
    [os('arch', null), 'arch/'],
    [os('sles', '15.5'), 'suse/15.5'],
    [os('sled', '15'), 'suse/15'],
    [os('sles_sap', '15.4'), 'suse/15.4+sap'],
    [os('opensuse-leap', '15.6'), 'suse/leap-15.6'],
    [os('opensuse-tumbleweed', '20260301'), 'suse/tumbleweed'],
    [os('sle-micro', '5.5'), 'suse/micro-5.5'],
  ])('%j is %s', (system, platform) => {
    expect(platformOf(system, [])).toBe(platform);
  });

  it.each([os('centos', '7'), os('raspbian', '12', 'bookworm'), os('macos', '15'), os('debian', null)])(
    'is not known where no feed speaks of it: %j',
    (system) => {
      expect(platformOf(system, [])).toBeNull();
    },
  );

  it('names the paid and extended archives that the host takes', () => {
    const esm = [
      securityArchive({ origin: 'UbuntuESMApps' }),
      securityArchive({ origin: 'UbuntuESM' }),
      securityArchive({ origin: 'UbuntuESM' }),
      mainArchive(),
    ];
    const text = platformOf(os('ubuntu', '20.04'), esm) ?? '';
    expect(text).toBe('ubuntu/20.04+esm-apps+esm-infra');
    expect(readPlatform(text)).toEqual({
      ecosystem: 'ubuntu',
      release: '20.04',
      entitlements: ['esm-apps', 'esm-infra'],
    });
    const eus = [securityArchive({ id: 'rhel-9-for-x86_64-baseos-eus-rpms' })];
    expect(platformOf(os('rhel', '9.2'), eus)).toBe('redhat/9+rhel-9.2-eus');
    const els = [securityArchive({ id: 'rhel-7-server-els-rpms' })];
    expect(platformOf(os('rhel', '7.9'), els)).toBe('redhat/7+rhel-7-els');
    expect(readPlatform('arch/')).toEqual({ ecosystem: 'arch', release: '', entitlements: [] });
  });

  it.each([
    ['ubuntu', '20.04', { origin: 'UbuntuFIPSUpdates' }, 'ubuntu/20.04+fips-updates'],
    ['amzn', '2', { id: 'amzn2extra-kernel-5.10' }, 'amazon/2+kernel-5.10'],
    ['amzn', '2', { id: 'amzn2extra-docker updateinfo' }, 'amazon/2+docker'],
    ['amzn', '2', { id: 'amzn2-core' }, 'amazon/2'],
    ['amzn', '2023', { id: 'kernel-livepatch' }, 'amazon/2023+livepatch'],
    ['sles', '15.4', { id: 'SLES15-SP4-LTSS-Updates' }, 'suse/15.4+ltss'],
    ['sles', '15.4', { id: 'SLE-Module-Basesystem15-SP4-Updates' }, 'suse/15.4'],
  ])('of %s %s with %j is %s', (id, versionId, archive, platform) => {
    expect(platformOf(os(id, versionId), [securityArchive(archive)])).toBe(platform);
  });

  it('names other repositories of Red Hat, whose products a feed tells, and not what every host takes', () => {
    const ids = [
      'rhel-9-for-x86_64-baseos-rpms',
      'rhel-9-for-x86_64-appstream-rpms',
      'rhel-9-for-x86_64-appstream-rpms updateinfo',
      'rhel-9-for-x86_64-baseos-eus-rpms',
      'fast-datapath-for-rhel-9-x86_64-rpms',
      'epel',
    ];
    const text = platformOf(
      os('rhel', '9.4'),
      ids.map((id) => securityArchive({ id })),
    );
    expect(text).toBe('redhat/9+repo fast-datapath-for-rhel-9-x86_64-rpms+rhel-9.4-eus');
    const platform = readPlatform(text ?? '');
    expect(repositoriesOf(platform)).toEqual(['fast-datapath-for-rhel-9-x86_64-rpms']);
    expect(extensionsOf(platform)).toEqual(['rhel-9.4-eus']);
    expect(platformOf(os('rhel', '7.9'), [securityArchive({ id: 'rhel-7-server-rpms' })])).toBe('redhat/7');
  });
});

const keying: Keying = { product: ({ source }) => source, answerOf: () => null };

describe('the key that feeds are asked by', () => {
  it('is the source package of a Debian host, and its version', () => {
    const pkg = installed('libssl3', '3.0.11-1+b1', { source: 'openssl', sourceVersion: '3.0.11-1' });
    const key = adviceKeyOf('debian/bookworm', pkg) as AdviceKey;
    expect(key).toEqual({
      platform: 'debian/bookworm',
      product: 'openssl',
      version: '3.0.11-1',
      source: '',
      module: '',
    });
    expect(readAdviceKey(adviceKeyText(key))).toEqual(key);
  });

  it('is the kernel’s own source for a kernel that Debian signed', () => {
    const pkg = installed('linux-image-6.1.0-44-amd64', '6.1.164-1', {
      source: 'linux-signed-amd64',
      sourceVersion: '6.1.164+1',
    });
    const keys = adviceKeys('debian/bookworm', 'deb', [pkg], keying);
    expect(readAdviceKey(keys.get('linux-signed-amd64') ?? '')).toMatchObject({
      product: 'linux',
      version: '6.1.164-1',
    });
  });

  it.each([
    ['linux-signed', 'linux', '6.8.0-45.45'],
    ['linux-signed-hwe-6.8', 'linux-hwe-6.8', '6.8.0-45.45~22.04.1'],
    ['linux-aws', 'linux-aws', '6.8.0-1016.17'],
    ['linux-signedness', 'linux-signedness', '1'],
  ])('is, for a kernel of Ubuntu’s from %s, %s in its version', (source, product, version) => {
    const pkg = installed('linux-image-6.8.0-45-generic', version, { source, sourceVersion: version });
    expect(adviceKeyOf('ubuntu/22.04', pkg)).toMatchObject({ product, version });
  });

  it('is, for the meta package of Ubuntu’s kernel, the newest kernel that it brought', () => {
    const kernel = (abi: number, source: string) =>
      installed(`linux-image-5.15.0-${abi}-generic`, `5.15.0-${abi}.${abi + 10}`, {
        source,
        sourceVersion: `5.15.0-${abi}.${abi + 10}`,
      });
    const meta = installed('linux-image-generic', '5.15.0.119.119', {
      source: 'linux-meta',
      sourceVersion: '5.15.0.119.119',
    });
    const libc = installed('linux-libc-dev', '5.15.0-125.135', {
      source: 'linux',
      sourceVersion: '5.15.0-125.135',
    });
    const keys = (packages: readonly InstalledPackage[]) =>
      readAdviceKey(adviceKeys('ubuntu/22.04', 'deb', packages, keying).get('linux-meta') ?? '');
    expect(keys([kernel(119, 'linux-signed'), kernel(91, 'linux-signed'), meta, libc])).toMatchObject({
      product: 'linux',
      version: '5.15.0-119.129',
    });
    expect(keys([meta])).toMatchObject({ product: 'linux-meta', version: '5.15.0.119.119' });
    expect(keys([meta, kernel(1001, 'linux-signed-aws')])).toMatchObject({ product: 'linux-meta' });
  });

  it('is the binary package of an RPM host, with its source and module stream', () => {
    const pkg = installed('nodejs', '1:20.1-1.el9', {
      arch: 'x86_64',
      source: 'nodejs',
      module: 'nodejs:20',
    });
    expect(adviceKeyOf('redhat/9', pkg)).toMatchObject({
      product: 'nodejs.x86_64',
      version: '1:20.1-1.el9',
      source: 'nodejs',
      module: 'nodejs:20',
    });
  });

  it('takes the highest of several versions of a source: an old kernel stays beside the one that runs', () => {
    const packages = [
      installed('linux-image-a', '6.1.9', { source: 'linux' }),
      installed('linux-image-b', '6.1.10', { source: 'linux' }),
      installed('linux-image-c', '6.1.8', { source: 'linux' }),
      installed('bash', '5.2'),
    ];
    const keys = adviceKeys('debian/bookworm', 'deb', packages, keying);
    expect(readAdviceKey(keys.get('linux') ?? '').version).toBe('6.1.10');
    expect([...keys.keys()]).toEqual(['linux', 'bash']);
    expect(adviceKeys(null, 'deb', packages, keying).size).toBe(0);
  });
});
