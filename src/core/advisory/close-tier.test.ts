import { describe, expect, test } from 'vitest';
import type { InstallRecord } from '#core/inventory/observation.ts';
import { lastRows, trackScripted } from './scripted-tracking.ts';
import type { ScriptedScan } from './scripted-tracking.ts';

const DAY = 86_400_000;
const day = (number: number) => number * DAY;
const record = (name: string, version: string | null, at: number): InstallRecord => ({
  name,
  arch: 'amd64',
  version,
  at,
});
const closing = (scans: readonly ScriptedScan[]) => lastRows(trackScripted(scans))[0]?.snapshot;

const missing = { installed: { a: '1.0' }, missing: { a: '1.2' } };

describe('the install record of the host', () => {
  test('dates the fix when it is later than the last scan that saw the flaw', () => {
    const records = [record('a', '1.2', day(3))];
    expect(
      closing([
        { at: day(1), ...missing },
        { at: day(9), installed: { a: '1.2' }, records },
      ]),
    ).toMatchObject({
      state: 'fixed',
      installedAt: day(3),
      fixedAt: day(3),
      verifiedAt: day(9),
      verifiedBy: 'scan-2',
      contradictedBy: null,
    });
  });

  test.each([day(5) - 1, day(5)])('is refused when not later than that scan (at %i)', (at) => {
    const scans: ScriptedScan[] = [
      { at: day(1), ...missing },
      { at: day(5), ...missing },
      { at: day(9), installed: { a: '1.2' }, records: [record('a', '1.2', at)] },
    ];
    const refused = { installedAt: null, fixedAt: day(9), contradictedBy: 'scan-2' };
    expect(closing(scans)).toMatchObject(refused);
  });

  test('is accepted one millisecond after it', () => {
    const scans: ScriptedScan[] = [
      { at: day(5), ...missing },
      { at: day(9), installed: { a: '1.2' }, records: [record('a', '1.2', day(5) + 1)] },
    ];
    expect(closing(scans)).toMatchObject({ installedAt: day(5) + 1, contradictedBy: null });
  });

  test('is not contradicted by a scan that saw this package updated and only its sister below', () => {
    const scans: ScriptedScan[] = [
      { at: day(1), installed: { a: '1.0', b: '1.0' }, missing: { a: '1.2', b: '1.2' } },
      { at: day(5), installed: { a: '1.2', b: '1.0' }, missing: { b: '1.2' } },
      {
        at: day(9),
        installed: { a: '1.2', b: '1.2' },
        records: [record('a', '1.2', day(3)), record('b', '1.2', day(7))],
      },
    ];
    expect(closing(scans)).toMatchObject({ installedAt: day(7), fixedAt: day(7), contradictedBy: null });
  });

  test('must speak of every package that was below', () => {
    const scans: ScriptedScan[] = [
      { at: day(1), installed: { a: '1.0', b: '1.0' }, missing: { a: '1.2', b: '1.2' } },
      { at: day(9), installed: { a: '1.2', b: '1.2' }, records: [record('a', '1.2', day(3))] },
    ];
    expect(closing(scans)).toMatchObject({ installedAt: null, fixedAt: day(9), contradictedBy: null });
  });

  test('counts from the start of the last unbroken period', () => {
    const records = [
      record('a', '1.2', day(2)),
      record('a', '1.0', day(3)),
      record('a', '1.3', day(6)),
      record('a', '1.2', day(7)),
    ];
    expect(
      closing([
        { at: day(1), ...missing },
        { at: day(9), installed: { a: '1.2' }, records },
      ])?.installedAt,
    ).toBe(day(6));
  });

  test('later than the scan itself says nothing', () => {
    const records = [record('a', '1.2', day(10))];
    expect(
      closing([
        { at: day(1), ...missing },
        { at: day(9), installed: { a: '1.2' }, records },
      ])?.installedAt,
    ).toBeNull();
  });

  test('of a removal dates the first of removal and purge', () => {
    const records = [record('a', null, day(3)), record('a', null, day(8))];
    expect(
      closing([
        { at: day(1), ...missing },
        { at: day(9), installed: { b: '1' }, records },
      ]),
    ).toMatchObject({
      state: 'removed',
      installedAt: day(3),
      fixedAt: day(3),
    });
  });

  test('is refused with the name of the scan that reopened the finding', () => {
    const scans: ScriptedScan[] = [
      { at: day(1), ...missing },
      { at: day(2), installed: { a: '1.2' } },
      { at: day(5), ...missing },
      { at: day(9), installed: { a: '1.2' }, records: [record('a', '1.2', day(4))] },
    ];
    expect(closing(scans)).toMatchObject({ installedAt: null, contradictedBy: 'scan-3', reopenedAt: day(5) });
  });
});

describe('a kernel', () => {
  const name = 'linux-image-amd64';
  const old = { installed: { [name]: '6.1' }, missing: { [name]: '6.2' } };
  const updated = { installed: { [name]: '6.2' } };
  const records = [record(name, '6.2', day(3))];
  const runs = (bootedAt: number | null) => ({ rebootPending: false, bootedAt });

  test('waits for the reboot and is not fixed by the installation', () => {
    const steps = trackScripted([
      { at: day(1), ...old, kernel: runs(day(0)) },
      { at: day(4), ...updated, records, kernel: { rebootPending: true, bootedAt: day(0) } },
    ]);
    expect(lastRows(steps)[0]?.snapshot).toMatchObject({
      state: 'reboot_pending',
      fixedAt: null,
      verifiedAt: null,
    });
  });

  test('is fixed when it was started, and the scan that saw it waiting contradicts nothing', () => {
    const scans: ScriptedScan[] = [
      { at: day(1), ...old, kernel: runs(day(0)) },
      { at: day(4), ...updated, records, kernel: { rebootPending: true, bootedAt: day(0) } },
      { at: day(9), ...updated, records, kernel: runs(day(6)) },
    ];
    const row = {
      state: 'fixed',
      installedAt: day(3),
      fixedAt: day(6),
      verifiedAt: day(9),
      contradictedBy: null,
    };
    expect(closing(scans)).toMatchObject(row);
  });

  test('whose start is not known is fixed by the scan', () => {
    const scans: ScriptedScan[] = [
      { at: day(1), ...old, kernel: runs(null) },
      { at: day(9), ...updated, records, kernel: runs(null) },
    ];
    expect(closing(scans)).toMatchObject({ installedAt: day(3), fixedAt: day(9) });
  });

  test('in a container is fixed by the installation', () => {
    expect(
      closing([
        { at: day(1), ...old },
        { at: day(9), ...updated, records },
      ])?.fixedAt,
    ).toBe(day(3));
  });

  test('that is removed is gone, whatever runs', () => {
    const kernel = { rebootPending: true, bootedAt: day(0) };
    const scans: ScriptedScan[] = [
      { at: day(1), ...old },
      { at: day(9), installed: { bash: '5' }, kernel },
    ];
    expect(closing(scans)?.state).toBe('removed');
  });

  test('waiting for its reboot stays so in a scan that is not sufficient', () => {
    const kernel = { rebootPending: true, bootedAt: day(0) };
    const steps = trackScripted([
      { at: day(1), ...old },
      { at: day(4), ...updated, kernel },
      { at: day(5), installed: {}, sufficient: false, kernel: null },
    ]);
    expect(lastRows(steps)[0]?.snapshot.state).toBe('reboot_pending');
  });
});

test('a partial scan takes no package off an open finding', () => {
  const steps = trackScripted([
    { at: day(1), installed: { a: '1.0', b: '1.0' }, missing: { a: '1.2', b: '1.2' } },
    { at: day(2), installed: { a: '1.0' }, missing: { a: '1.3' }, sufficient: false },
  ]);
  expect(lastRows(steps)[0]?.snapshot.packages).toMatchObject([
    { name: 'a', installed: '1.0', fixed: '1.3' },
    { name: 'b', installed: '1.0', fixed: '1.2' },
  ]);
});
