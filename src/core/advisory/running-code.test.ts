import { describe, expect, test } from 'vitest';
import type { RunningProgram } from '#core/inventory/observation.ts';
import { lastRows, trackScripted } from './scripted-tracking.ts';
import type { ScriptedScan } from './scripted-tracking.ts';

const HOUR = 3_600_000;
const hour = (number: number) => number * HOUR;

const vulnerable: ScriptedScan = { at: hour(10), installed: { nginx: '1.0' }, missing: { nginx: '1.1' } };

/** Files at 12:00, counted as installed ten minutes later, when its service may be long started. */
const records = [
  { name: 'nginx', arch: 'amd64', version: '1.1', at: hour(12) + 600_000, unpackedAt: hour(12) },
];

function updated(at: number, startedAt: number | null, change: Partial<RunningProgram> = {}): ScriptedScan {
  const program = { name: 'nginx', startedAt: startedAt ?? 0, packages: ['nginx:amd64'], replaced: [] };
  const programs = startedAt === null ? [] : [{ ...program, ...change }];
  return { at, installed: { nginx: '1.1' }, records, running: { programs, isMappedSeen: false } };
}

function mapped(scan: ScriptedScan): ScriptedScan {
  return { ...scan, running: { programs: scan.running?.programs ?? [], isMappedSeen: true } };
}

/** The finding after these scans. */
function after(...scans: ScriptedScan[]) {
  const row = lastRows(trackScripted([vulnerable, ...scans]))[0];
  if (!row) throw new Error('no finding');
  const { state, fixedAt, packages } = row.snapshot;
  return { state, fixedAt, load: packages[0]?.load };
}

describe('a fixed version on disk', () => {
  test('stays open while a program runs that was started before its files came', () => {
    expect(after(updated(hour(13), hour(9)))).toEqual({
      state: 'old_code_running',
      fixedAt: null,
      load: { known: 'inferred', programs: [{ name: 'nginx', startedAt: hour(9), known: 'inferred' }] },
    });
  });

  test('is fixed when the package itself started the program, before it counted as installed', () => {
    expect(after(updated(hour(13), hour(12) + 1000))).toMatchObject({
      state: 'fixed',
      fixedAt: records[0]?.at,
    });
    expect(after(updated(hour(13), hour(12) - 1000)).state).toBe('old_code_running');
  });

  test('is fixed from the start of the program on, once a scan sees it started anew', () => {
    const late = updated(hour(40), hour(30));
    expect(after(updated(hour(20), hour(9)), late)).toMatchObject({
      state: 'fixed',
      fixedAt: hour(30),
      load: { known: 'inferred', programs: [{ name: 'nginx', startedAt: hour(30) }] },
    });
  });

  test('is fixed at the scan that no longer sees the program, which ended at a time that nobody knows', () => {
    expect(after(updated(hour(20), hour(9)), updated(hour(40), null))).toMatchObject({
      state: 'fixed',
      fixedAt: hour(40),
    });
  });

  test('is fixed by its version where no program of it runs or none can be seen, and does not claim more', () => {
    const blind: ScriptedScan = { at: hour(13), installed: { nginx: '1.1' }, records };
    const other = updated(hour(13), hour(9), { packages: ['libother:amd64'] });
    for (const scan of [updated(hour(13), null), blind, other])
      expect(after(scan)).toEqual({ state: 'fixed', fixedAt: records[0]?.at, load: undefined });
  });

  test('stays open at a scan that is not sufficient, or that cannot see what runs', () => {
    const old = updated(hour(20), hour(9));
    const blind: ScriptedScan = { at: hour(40), installed: { nginx: '1.1' }, records };
    expect(after(old, { ...updated(hour(40), hour(30)), sufficient: false }).state).toBe('old_code_running');
    expect(after(old, blind)).toEqual(after(old));
  });

  test('writes no new row while the same program goes on, though its start is measured anew each time', () => {
    const scans = [vulnerable, updated(hour(20), hour(9)), updated(hour(40), hour(9) + 7)];
    expect(trackScripted(scans)[2]?.changes).toEqual([]);
  });

  test('without an install record, a start before the last scan that saw the flaw is old', () => {
    const unrecorded = (at: number, startedAt: number) => ({ ...updated(at, startedAt), records: [] });
    expect(after(unrecorded(hour(13), hour(9))).state).toBe('old_code_running');
    expect(after(unrecorded(hour(13), hour(11))).state).toBe('fixed');
    expect(after(unrecorded(hour(13), hour(9)), unrecorded(hour(30), hour(9))).state).toBe(
      'old_code_running',
    );
  });
});

describe('a library of which root sees old files in use', () => {
  const using = { name: 'squid', packages: ['libother:amd64'], replaced: ['nginx:amd64'] };

  test('is seen to run in a program of another package', () => {
    expect(after(mapped(updated(hour(13), hour(9), using)))).toMatchObject({
      state: 'old_code_running',
      load: { known: 'seen', programs: [{ name: 'squid', known: 'seen' }] },
    });
  });

  test('is not closed by an account that cannot look, until that program is started anew', () => {
    const seen = mapped(updated(hour(13), hour(9), using));
    const unseen = { ...using, replaced: [] };
    expect(after(seen, updated(hour(20), hour(9), unseen)).state).toBe('old_code_running');
    expect(after(seen, updated(hour(20), hour(15), unseen))).toMatchObject({
      state: 'fixed',
      fixedAt: hour(15),
    });
    expect(after(seen, mapped(updated(hour(20), hour(9), unseen)))).toMatchObject({ state: 'fixed' });
  });
});
