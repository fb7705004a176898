import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostObservation, InstalledPackage } from '#core/inventory/observation.ts';
import { debSign } from '#core/version/deb.ts';
import { kernelLoad } from './kernel.ts';
import { matchInventory, requiredSections } from './match.ts';
import {
  installed,
  mainArchive,
  observationOf,
  observedAt,
  policyOf,
  securityArchive,
} from './observation-of.ts';

const DAY = 86_400_000;
const limits = { staleListsMs: 7 * DAY, staleArchiveMs: 14 * DAY };
const main = mainArchive();
const security = securityArchive();
const judge = (observation: HostObservation) => matchInventory(observation, limits, observedAt);
const codes = (observation: HostObservation) => judge(observation).reasons.map(({ code }) => code);

type Offers = Parameters<typeof policyOf>[1];

function hostWith(pkg: InstalledPackage, offered: Offers, candidate?: string | null): HostObservation {
  return observationOf({
    packages: [pkg],
    policies: new Map([[`${pkg.name}:${pkg.arch}`, policyOf(pkg, offered, candidate)]]),
  });
}

describe('a missing patch', () => {
  const curl = installed('curl', '7.88.1-10', { source: 'curl' });
  const both: Offers = [
    { version: '7.88.1-10+deb12u9', archives: [security] },
    { version: '7.88.1-10+deb12u7', archives: [main, security] },
    { version: '7.88.1-10', archives: [main] },
  ];

  test.each([
    ['apt would install a lower one', curl, '7.88.1-10+deb12u7'],
    ['apt is pinned to what is installed', curl, '7.88.1-10'],
    ['apt has no candidate', curl, null],
    ['the package is held', { ...curl, held: true }, '7.88.1-10'],
  ])('is the highest security version although %s', (_title, pkg, candidate) => {
    expect(judge(hostWith(pkg, both, candidate)).missing).toMatchObject([
      {
        securityVersion: '7.88.1-10+deb12u9',
        installed: '7.88.1-10',
        candidate,
        held: pkg.held,
        archive: security.id,
      },
    ]);
  });

  test('is seen although its rollout is phased', () => {
    const offered = [{ version: '7.88.1-11', archives: [security], phased: 10 }];
    expect(judge(hostWith(curl, offered, '7.88.1-11')).missing).toMatchObject([{ phased: 10 }]);
  });

  test.each([
    ['an update of the main archive', [{ version: '8.0-1', archives: [main] }]],
    ['the security version that is installed', [{ version: '7.88.1-10', archives: [security] }]],
    ['an older security version', [{ version: '7.88.1-9', archives: [security] }]],
  ])('is not %s', (_title, offered) => {
    const verdict = judge(hostWith(curl, offered));
    expect(verdict).toEqual({ missing: [], reasons: [] });
  });

  test('stands although another offered version cannot be compared', () => {
    const offered = [{ version: 'a:b', archives: [security] }, ...both];
    const verdict = judge(hostWith(curl, offered));
    expect(verdict.missing).toMatchObject([{ securityVersion: '7.88.1-10+deb12u9' }]);
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['version-not-comparable']);
  });

  test('is the highest above the installed version, for any versions in any order', () => {
    const versions = fc.constantFrom('1.0', '1.0-1', '1.0~rc1', '1:0.5', '1.0+deb12u1', '1.0+deb12u10', '2');
    const offer = fc.record({ version: versions, isSecurity: fc.boolean() });
    fc.assert(
      fc.property(versions, fc.array(offer, { maxLength: 7 }), (version, offers) => {
        const offered = offers.map((one) => ({
          version: one.version,
          archives: [one.isSecurity ? security : main],
        }));
        const [missing] = judge(hostWith(installed('p', version), offered)).missing;
        const above = offers.filter((one) => one.isSecurity && debSign(one.version, version) === 1);
        expect(missing !== undefined).toBe(above.length > 0);
        for (const one of above) expect(debSign(one.version, missing?.securityVersion ?? '')).not.toBe(1);
      }),
    );
  });
});

describe('what keeps a host from passing', () => {
  test('nothing, on a sound host', () => {
    expect(judge(observationOf())).toEqual({ missing: [], reasons: [] });
  });

  test.each(requiredSections)('a failed section %s', (section) => {
    const problems = [{ section, kind: 'timeout' as const, detail: 'the time limit ended the section' }];
    expect(codes(observationOf({ problems }))).toEqual(['section-failed']);
  });

  test('not a failed section that no verdict rests on', () => {
    const problems = [{ section: 'reboot', kind: 'failed' as const, detail: 'exit code 1' }];
    expect(codes(observationOf({ problems }))).toEqual([]);
  });

  test('an empty package list', () => {
    expect(codes(observationOf({ packages: [] }))).toEqual(['no-package-list']);
  });

  test('no index, once, although apt answered for nothing', () => {
    expect(codes(observationOf({ archives: [], policies: new Map() }))).toEqual(['no-package-index']);
  });

  test('packages that apt did not answer for, counted', () => {
    const verdict = judge(observationOf({ policies: new Map() }));
    expect(verdict.reasons).toMatchObject([
      { code: 'packages-not-answered', message: 'apt gave no answer for 1 of 1 packages.' },
    ]);
  });

  test('an installed version that cannot be compared', () => {
    expect(codes(hostWith(installed('p', 'a:b'), [{ version: '1.0', archives: [security] }]))).toEqual([
      'version-not-comparable',
    ]);
  });

  test('stale lists, beside the findings that stand', () => {
    const stale = securityArchive({ fetchedAt: observedAt - 8 * DAY });
    const host = {
      ...hostWith(installed('p', '1.0'), [{ version: '1.1', archives: [stale] }]),
      archives: [main, stale],
    };
    expect(judge(host).missing).toHaveLength(1);
    expect(codes(host)).toEqual(['lists-stale']);
  });

  test.each([
    [false, ['kernel-not-managed']],
    [true, []],
  ])('a kernel that no package owns (in a container: %s)', (inContainer, expected) => {
    const kernel = { running: '6.9-custom', inContainer, runningPackage: null, installedImages: [] };
    expect(codes(observationOf({ kernel }))).toEqual(expected);
  });
});

describe('the running kernel', () => {
  const image = (version: string) => ({ name: `linux-image-${version}`, version });
  const load = (changes: Partial<HostObservation['kernel']>) =>
    kernelLoad(observationOf({ kernel: { ...observationOf().kernel, ...changes } }));

  test('waits for a reboot when a newer image is installed', () => {
    const kernel = {
      runningPackage: image('6.1.9-1'),
      installedImages: [image('6.1.9-1'), image('6.1.10-1')],
    };
    expect(load(kernel)).toEqual({ rebootPending: true, bootedAt: null });
  });

  test('does not wait for an older one', () => {
    expect(
      load({ runningPackage: image('6.1.10-1'), installedImages: [image('6.1.9-1')], bootedAt: 5 }),
    ).toEqual({ rebootPending: false, bootedAt: 5 });
  });

  test('is not judged in a container, nor without a package', () => {
    expect(load({ inContainer: true, installedImages: [image('9')] })).toBeNull();
    expect(load({ runningPackage: null, installedImages: [image('9')] })).toBeNull();
  });
});
