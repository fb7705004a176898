import { describe, expect, it } from 'vitest';
import type { OperatingSystem } from '../inventory/observation.ts';
import { adviceKeys, adviceKeyOf, adviceKeyText, readAdviceKey } from './advice-key.ts';
import type { AdviceKey, Keying } from './advice-key.ts';
import { installed, mainArchive, securityArchive } from './observation-of.ts';
import { platformOf, readPlatform } from './platform.ts';

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
