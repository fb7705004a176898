import { describe, expect, test } from 'vitest';
import {
  installed,
  mainArchive,
  observationOf,
  observedAt,
  policyOf,
  securityArchive,
} from '#core/advisory/observation-of.ts';
import { emptyFold, foldScan, isSufficient } from './fold-asset.ts';
import type { AssetChanges, AssetFold, ObservedScan } from './fold-asset.ts';
import type { HostObservation, InstallRecord } from './observation.ts';
import { splitRows } from './package-facts.ts';

const DAY = 86_400_000;
const limits = { staleListsMs: 7 * DAY, staleArchiveMs: 14 * DAY };

function scanOf(observation: HostObservation, days = 0, changes: Partial<ObservedScan> = {}): ObservedScan {
  const at = observedAt + days * DAY;
  return {
    scanId: `scan-${days}`,
    at,
    outcome: 'complete',
    observation,
    address: '10.0.0.1',
    limits,
    ...changes,
  };
}

function hostWith(
  versions: Readonly<Record<string, string>>,
  changes: Partial<HostObservation> = {},
): HostObservation {
  const packages = Object.entries(versions).map(([name, version]) => installed(name, version));
  const policies = packages.map((pkg) =>
    policyOf(pkg, [{ version: pkg.version, archives: [mainArchive()] }]),
  );
  const byKey = new Map(policies.map((policy) => [`${policy.name}:${policy.arch}`, policy]));
  // Fresh for all of the days that these tests look at.
  const archives = [
    mainArchive(),
    securityArchive({ fetchedAt: observedAt + 2 * DAY, validUntilAt: observedAt + 99 * DAY }),
  ];
  return observationOf({ packages, policies: byKey, archives, ...changes });
}

function foldAll(scans: readonly ObservedScan[]): { fold: AssetFold; changes: AssetChanges[] } {
  let fold = emptyFold;
  const changes = scans.map((scan) => {
    const step = foldScan(fold, scan);
    fold = step.fold;
    return step.changes;
  });
  return { fold, changes };
}

const nothing = {
  findings: [],
  packagesOpened: [],
  packagesClosed: [],
  holdings: { closed: [], opened: [] },
  asset: null,
  isFirst: false,
};
const record = (version: string | null, days: number): InstallRecord => ({
  name: 'a',
  arch: 'amd64',
  version,
  at: observedAt + days * DAY,
});

describe('packages', () => {
  test('open at the first scan, close with their removal, change with their version', () => {
    const { changes } = foldAll([
      scanOf(hostWith({ a: '1', b: '1' })),
      scanOf(hostWith({ a: '2', c: '1' }), 1),
    ]);
    expect(changes[0]?.packagesOpened.map(({ key }) => key)).toEqual(['a:amd64', 'b:amd64']);
    expect(changes[1]?.packagesOpened.map(({ key, version }) => [key, version])).toEqual([
      ['a:amd64', '2'],
      ['c:amd64', '1'],
    ]);
    expect(changes[1]?.packagesClosed).toEqual(['a:amd64', 'b:amd64']);
  });

  test('keep their install time when the log that told it was rotated away', () => {
    const { changes } = foldAll([
      scanOf(hostWith({ a: '1' }, { installRecords: [record('1', -9)] })),
      scanOf(hostWith({ a: '1' }), 1),
    ]);
    expect(changes[0]?.packagesOpened[0]?.installedAt).toBe(observedAt - 9 * DAY);
    expect(changes[1]).toEqual(nothing);
  });

  test('take no install time from another version of themselves', () => {
    const { changes } = foldAll([
      scanOf(hostWith({ a: '1' }, { installRecords: [record('1', -9)] })),
      scanOf(hostWith({ a: '2' }), 1),
    ]);
    expect(changes[1]?.packagesOpened[0]?.installedAt).toBeNull();
  });

  test('that were downgraded are dated by the downgrade', () => {
    const records = [record('2', -9), record('1', -3)];
    const { changes } = foldAll([scanOf(hostWith({ a: '1' }, { installRecords: records }))]);
    expect(changes[0]?.packagesOpened[0]?.installedAt).toBe(observedAt - 3 * DAY);
  });

  test('stay as they are in a partial scan and in one with a failed section', () => {
    const problems = [{ section: 'dpkg', kind: 'truncated' as const, detail: 'the section ended early' }];
    const { changes } = foldAll([
      scanOf(hostWith({ a: '1', b: '1' })),
      scanOf(hostWith({ a: '2' }), 1, { outcome: 'partial' }),
      scanOf(hostWith({ a: '2' }, { problems }), 2),
    ]);
    for (const change of changes.slice(1))
      expect(change).toMatchObject({ packagesOpened: [], packagesClosed: [], findings: [] });
  });
});

test('an unchanged rescan changes nothing, and keeps the tracker’s state as it is', () => {
  const host = hostWith({ a: '1' });
  const first = foldScan(emptyFold, scanOf(host));
  const second = foldScan(first.fold, scanOf(host, 1));
  expect(second.changes).toEqual(nothing);
  expect(second.fold.tracker).toBe(first.fold.tracker);
});

test('row texts survive the way through the warehouse’s one text of rows', () => {
  const { fold } = foldScan(emptyFold, scanOf(hostWith({ a: '1', b: '2' })));
  const text = [...fold.packages].map(([key, row]) => `${key}\u001f${row}`).join('\u001e');
  expect(splitRows(text)).toEqual(fold.packages);
  expect(splitRows(null)).toEqual(new Map());
});

describe('a scan that proves nothing', () => {
  const reasons = (changes: AssetChanges | undefined) =>
    (JSON.parse(changes?.asset?.facts ?? '{"reasons":[]}') as { reasons: { code: string }[] }).reasons.map(
      ({ code }) => code,
    );

  test('does not make an asset pass that the last complete one could not', () => {
    const stale = hostWith(
      { a: '1' },
      { archives: [mainArchive(), securityArchive({ fetchedAt: observedAt - 30 * DAY })] },
    );
    const { changes } = foldAll([scanOf(stale), scanOf(hostWith({ a: '1' }), 1, { outcome: 'partial' })]);
    expect(reasons(changes[0])).toEqual(['lists-stale']);
    expect(reasons(changes[1])).toEqual(['scan-partial']);
  });

  test('names the failed section instead, when a verdict rests on it', () => {
    const problems = [
      { section: 'holds', kind: 'timeout' as const, detail: 'the time limit ended the section' },
    ];
    const { changes } = foldAll([scanOf(hostWith({ a: '1' }, { problems }), 0, { outcome: 'partial' })]);
    expect(reasons(changes[0])).toEqual(['section-failed']);
  });

  test.each([
    ['complete', {}, true],
    ['partial', {}, false],
    ['complete', { packages: [] }, false],
    [
      'complete',
      { problems: [{ section: 'policy', kind: 'failed' as const, detail: 'exit code 100' }] },
      false,
    ],
    ['complete', { problems: [{ section: 'zone', kind: 'unreadable' as const, detail: 'not known' }] }, true],
  ] as const)('%s, %o: sufficient is %s', (outcome, changes, expected) => {
    expect(isSufficient({ outcome, observation: observationOf(changes) })).toBe(expected);
  });
});
