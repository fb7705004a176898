import { describe, expect, test } from 'vitest';
import type { KernelLoad, Tier } from './finding-state.ts';
import { isKernelPackage, kernelLoad, waitsForBoot } from './kernel.ts';
import { observationOf } from './observation-of.ts';

const runs = { name: 'kernel-core', version: '5.14.0-427.18.1.el9_4' };
const load: KernelLoad = { rebootPending: true, bootedAt: null, runs };

function tier(key: string, version: string): Tier {
  return { version, firstSeenAt: 0, scanId: 's', targets: { [key]: version } };
}

describe('a kernel package of an RPM family', () => {
  test.each([
    'kernel-modules',
    'kernel-modules-core',
    'kernel-rt-core',
    'kernel-uek',
    'kernel-uek-modules-extra',
    'kernel-64k-debug-core',
  ])('%s takes effect with a boot', (name) => {
    expect(isKernelPackage(name)).toBe(true);
  });

  test.each(['kernel-headers', 'kernel-tools', 'kernel-tools-libs', 'kernel-rt-devel', 'kernel-doc'])(
    '%s does not',
    (name) => {
      expect(isKernelPackage(name)).toBe(false);
    },
  );
});

describe('a fix of the kernel', () => {
  test('waits for a boot while what runs is older than it', () => {
    expect(waitsForBoot(tier('kernel-core:x86_64', '5.14.0-427.20.1.el9_4'), load, 'rpm')).toBe(true);
    expect(waitsForBoot(tier('kernel-modules:x86_64', '5.14.0-427.20.1.el9_4'), load, 'rpm')).toBe(true);
  });

  test('is in use once it runs, even when a still newer one awaits its boot', () => {
    expect(waitsForBoot(tier('kernel-core:x86_64', '5.14.0-427.18.1.el9_4'), load, 'rpm')).toBe(false);
  });

  test('of another line than the running one waits for nothing', () => {
    expect(waitsForBoot(tier('kernel-uek-core:x86_64', '5.15.0-206.el9uek'), load, 'rpm')).toBe(false);
  });

  test('is judged by whether any boot is pending where every release has a name of its own', () => {
    const image = tier('linux-image-6.1.0-44-amd64:amd64', '6.1.2');
    expect(waitsForBoot(image, { rebootPending: true, bootedAt: null }, 'deb')).toBe(true);
    expect(waitsForBoot(image, { rebootPending: false, bootedAt: null }, 'deb')).toBe(false);
    expect(waitsForBoot(tier('bash:amd64', '5'), { rebootPending: true, bootedAt: null }, 'deb')).toBe(false);
    expect(waitsForBoot(image, null, 'deb')).toBe(false);
  });

  test('knows the running version on an RPM host only', () => {
    const kernel = { running: 'x', inContainer: false, runningPackage: runs, installedImages: [] };
    const rpm = { versionScheme: 'rpm', kernel } as const;
    expect(kernelLoad(observationOf({ ...rpm, family: 'redhat' }))?.runs).toEqual(runs);
    expect(kernelLoad(observationOf({ ...rpm, family: 'inventory' }))?.runs).toBeUndefined();
  });
});
