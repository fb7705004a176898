import { describe, expect, test } from 'vitest';
import type { KernelFacts } from '#core/inventory/observation.ts';
import { isKernel, isKernelPackage, kernelLoad } from './kernel.ts';
import { matchInventory } from './match.ts';
import { installed, observationOf, observedAt, policyOf, securityArchive } from './observation-of.ts';
import { isSecurityArchive, judgeArchives } from './security-archive.ts';
import { lastRows, trackScripted } from './scripted-tracking.ts';
import type { ScriptedScan } from './scripted-tracking.ts';
import { splitKey } from './tiers.ts';

const DAY = 86_400_000;
const limits = { staleListsMs: 7 * DAY, staleArchiveMs: 14 * DAY };

describe('findings of a host whose versions are RPM’s', () => {
  // Debian's order cannot read an underscore or a caret.
  const below = '3.2.2-6.el9_5';
  const fixed = '3.2.2-6.el9_5.1';
  const scan = (days: number, version: string, changes: Partial<ScriptedScan> = {}): ScriptedScan => ({
    at: observedAt + days * DAY,
    installed: { a: version },
    scheme: 'rpm',
    ...changes,
  });

  test('are raised, closed and found again by RPM order', () => {
    const higher = '3.2.2-6.el9_5.2';
    const rows = lastRows(
      trackScripted([
        scan(0, below, { missing: { a: fixed } }),
        scan(1, below, { missing: { a: higher } }),
        scan(2, fixed, { missing: { a: higher } }),
        scan(3, higher),
      ]),
    );
    expect(rows.map(({ fix, firstDetectedAt, snapshot }) => [fix, firstDetectedAt, snapshot.state])).toEqual([
      [`security-update:src@${fixed}`, observedAt, 'fixed'],
      [`security-update:src@${higher}`, observedAt + DAY, 'fixed'],
    ]);
  });

  test('say so in their packages; those of Debian hosts say nothing', () => {
    const schemeOf = (scheme: ScriptedScan['scheme']) =>
      lastRows(trackScripted([scan(0, '1', { scheme, missing: { a: '2' } }), scan(1, '2', { scheme })])).map(
        ({ snapshot }) => snapshot.packages[0]?.scheme,
      );
    expect(schemeOf('rpm')).toEqual(['rpm']);
    expect(schemeOf('deb')).toEqual([undefined]);
  });

  test('keep the host’s own install time of a fixed version', () => {
    const at = observedAt + DAY / 2;
    const records = [{ name: 'a', arch: 'amd64', version: fixed, at }];
    const [row] = lastRows(
      trackScripted([scan(0, below, { missing: { a: fixed } }), scan(1, fixed, { records })]),
    );
    expect(row?.snapshot).toMatchObject({ state: 'fixed', installedAt: at, fixedAt: at });
  });
});

describe('when the flaw was last seen', () => {
  const scan = (days: number, version: string, sufficient = true): ScriptedScan => ({
    at: observedAt + days * DAY,
    installed: { a: version },
    missing: version === '1' ? { a: '2' } : {},
    sufficient,
  });

  test('is the start of the last sufficient scan before the closing one, and unknown while open', () => {
    const steps = trackScripted([scan(0, '1'), scan(3, '1'), scan(5, '1', false), scan(7, '2')]);
    const snapshots = steps.flatMap(({ changes }) => changes.map(({ snapshot }) => snapshot));
    expect(snapshots.map(({ state, flawSeenAt }) => [state, flawSeenAt])).toEqual([
      ['open', null],
      ['fixed', observedAt + 3 * DAY],
    ]);
  });

  test('is the detecting scan where no sufficient one came between', () => {
    const [row] = lastRows(trackScripted([scan(0, '1', false), scan(7, '2')]));
    expect(row?.snapshot.flawSeenAt).toBe(observedAt);
  });

  test('is the scan that reopened it, when it comes back and goes again', () => {
    const rows = lastRows(trackScripted([scan(0, '1'), scan(2, '2'), scan(4, '1'), scan(6, '2')]));
    expect(rows.map(({ snapshot }) => snapshot.flawSeenAt)).toEqual([observedAt + 4 * DAY]);
  });
});

describe('a source that says itself what it is', () => {
  const os = { id: 'rhel', versionId: '9', codename: null, prettyName: 'Red Hat Enterprise Linux 9' };

  test('is believed over its names', () => {
    const named = securityArchive({ security: false });
    const plain = securityArchive({ label: 'Updates', suite: 'updates', archive: null, security: true });
    expect([named, plain].map((archive) => isSecurityArchive(archive, os))).toEqual([false, true]);
  });

  test('is judged by when it was fetched, not by a date, on systems other than Debian', () => {
    const source = (fetchedAt: number | null) =>
      securityArchive({ security: true, validUntilAt: null, dateAt: observedAt - 90 * DAY, fetchedAt });
    const codes = (fetchedAt: number | null) =>
      judgeArchives([source(fetchedAt)], os, limits, observedAt).map(({ code }) => code);
    expect(codes(observedAt - DAY)).toEqual([]);
    expect(codes(observedAt - 8 * DAY)).toEqual(['lists-stale']);
    expect(codes(null)).toEqual(['lists-age-unknown']);
  });

  test('makes even Raspbian’s updates classifiable', () => {
    const raspbian = { ...os, id: 'raspbian' };
    const codes = (security: boolean | undefined) =>
      judgeArchives([securityArchive({ security })], raspbian, limits, observedAt).map(({ code }) => code);
    expect(codes(true)).toEqual([]);
    expect(codes(undefined)).toEqual(['security-not-classifiable']);
  });
});

describe('an inventory without a kernel', () => {
  const none: KernelFacts = {
    running: '',
    inContainer: false,
    runningPackage: null,
    installedImages: [],
    isGiven: false,
  };

  test('has no kernel to judge', () => {
    const observation = observationOf({ kernel: none });
    expect(matchInventory(observation, limits, observedAt).reasons).toEqual([]);
    expect(kernelLoad(observation)).toBeNull();
  });

  test('is another thing than a kernel that no package owns', () => {
    const { reasons } = matchInventory(
      observationOf({ kernel: { ...none, isGiven: true } }),
      limits,
      observedAt,
    );
    expect(reasons).toMatchObject([{ code: 'kernel-not-managed' }]);
  });
});

describe('a kernel', () => {
  test('is told from its package on every family', () => {
    const names = ['linux-image-6.1.0-44-amd64', 'kernel', 'kernel-core', 'kernel-default'];
    expect(names.every(isKernelPackage)).toBe(true);
    expect(['kernel-devel', 'kernelshark', 'linux-libc-dev'].some(isKernelPackage)).toBe(false);
    const tier = { version: '2', firstSeenAt: 0, scanId: 's', targets: { 'kernel-core:x86_64': '2' } };
    expect(isKernel(tier)).toBe(true);
  });

  test('awaits a reboot by the order of its own scheme', () => {
    const image = (version: string) => ({ name: 'kernel-core', version });
    const kernel = {
      running: '5.14.0-570.el9_6',
      inContainer: false,
      runningPackage: image('5.14.0-570.el9_6'),
      installedImages: [image('5.14.0-570.el9_6'), image('5.14.0-611.el9_7')],
    };
    expect(kernelLoad(observationOf({ versionScheme: 'rpm', kernel }))?.rebootPending).toBe(true);
  });
});

describe('what an inventory lacks', () => {
  test('is said with a remedy that fits where it came from', () => {
    const remedies = (family: 'debian' | 'inventory') =>
      matchInventory(observationOf({ family, archives: [], packages: [] }), limits, observedAt).reasons.map(
        ({ code, remedy }) => [code, /apt|dpkg/.test(remedy)],
      );
    expect(remedies('debian')).toEqual([
      ['no-package-list', true],
      ['no-package-index', true],
    ]);
    expect(remedies('inventory')).toEqual([
      ['no-package-list', false],
      ['no-package-index', false],
    ]);
  });

  test('is missed by the order that the observation names', () => {
    const archive = securityArchive();
    const pkg = installed('a', '1.0_1');
    const policies = new Map([['a:amd64', policyOf(pkg, [{ version: '1.0_2', archives: [archive] }])]]);
    const judged = (versionScheme: 'deb' | 'rpm') =>
      matchInventory(observationOf({ versionScheme, packages: [pkg], policies }), limits, observedAt);
    expect(judged('rpm').missing).toMatchObject([{ securityVersion: '1.0_2' }]);
    expect(judged('deb').reasons).toMatchObject([{ code: 'version-not-comparable' }]);
  });
});

test('a key is parted at its last colon, because names of products hold some', () => {
  expect(splitKey('Visual C++: Runtime:x64')).toEqual({ name: 'Visual C++: Runtime', arch: 'x64' });
  expect(splitKey('bash')).toEqual({ name: 'bash', arch: '' });
});
