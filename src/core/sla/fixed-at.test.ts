import { describe, expect, it } from 'vitest';
import { decideFixedAt } from './fixed-at.ts';
import type { FixEvidence, PackageRecord, SufficientScan } from './fixed-at.ts';

const flaw = (at: number): SufficientScan => ({ id: `s${at}`, at, sawFlaw: true });
const clean = (at: number): SufficientScan => ({ id: `s${at}`, at, sawFlaw: false });
const record = (at: number, state: PackageRecord['state'] = 'fixed', name = 'a'): PackageRecord => ({
  package: name,
  at,
  state,
});

function decide(change: Partial<FixEvidence>): ReturnType<typeof decideFixedAt> {
  return decideFixedAt({
    scans: [flaw(10), clean(40)],
    records: [],
    packages: ['a'],
    load: 'not-needed',
    ...change,
  });
}

describe('fixed at', () => {
  it('is the host’s record when a later scan saw it fixed', () => {
    expect(decide({ records: [record(20)] })).toMatchObject({
      fixedAt: 20,
      fixedBy: 'record',
      verifiedAt: 40,
    });
  });

  it('is nothing without a scan that saw it fixed, whatever the record says', () => {
    expect(decide({ scans: [flaw(10)], records: [record(20)] })).toEqual({
      fixedAt: null,
      verifiedAt: null,
      lastSawFlawAt: 10,
    });
  });

  it('is the first scan that saw it fixed when there is no record', () => {
    expect(decide({ scans: [flaw(10), clean(40), clean(50)] })).toMatchObject({
      fixedAt: 40,
      fixedBy: 'scan',
    });
  });

  it.each([5, 10])('a record of %i, not later than the last scan that saw the flaw, is refused', (at) => {
    expect(decide({ records: [record(at)] })).toMatchObject({
      fixedAt: 40,
      fixedBy: 'scan',
      remarks: ['record refused: contradicted by scan s10'],
    });
  });

  it('is the start of the last unbroken period: a downgrade in between breaks it', () => {
    const records = [record(12), record(15, 'below'), record(20), record(25)];
    expect(decide({ records })).toMatchObject({ fixedAt: 20 });
  });

  it('a scan that saw the flaw breaks the period as well', () => {
    expect(decide({ records: [record(5), record(20)] })).toMatchObject({
      fixedAt: 20,
      fixedBy: 'record',
      remarks: [],
    });
  });

  it('is the removal record for a removal', () => {
    expect(decide({ records: [record(8, 'below'), record(30, 'removed')] })).toMatchObject({ fixedAt: 30 });
  });

  it('a record later than the scan that saw it fixed says nothing about the start', () => {
    expect(decide({ records: [record(45)] })).toMatchObject({ fixedAt: 40, fixedBy: 'scan' });
  });

  it('needs every package: the last one counts, one without a record leaves it to the scan', () => {
    const packages = ['a', 'b'];
    const both = [record(20), record(22, 'fixed', 'b')];
    expect(decide({ packages, records: both })).toMatchObject({ fixedAt: 22, fixedBy: 'record' });
    expect(decide({ packages, records: [record(20)] })).toMatchObject({ fixedAt: 40, fixedBy: 'scan' });
  });

  it('with visible load state is the first start after the install', () => {
    const load = { startedAt: [15, 30, 35] };
    expect(decide({ records: [record(20)], load })).toMatchObject({ fixedAt: 30, fixedBy: 'record' });
    expect(decide({ records: [record(20)], load: { startedAt: [15] } })).toMatchObject({
      fixedAt: 40,
      fixedBy: 'scan',
    });
  });

  it('old code seen running after the install contradicts the start, not the record', () => {
    const pending: SufficientScan = { ...flaw(25), onlyOldCodeRuns: true };
    const load = { startedAt: [22, 30] };
    const scans = [flaw(10), pending, clean(40)];
    expect(decide({ scans, records: [record(20)], load })).toMatchObject({
      fixedAt: 30,
      fixedBy: 'record',
      remarks: [],
    });
    expect(decide({ scans, records: [record(20)] })).toMatchObject({ fixedAt: 40, fixedBy: 'scan' });
  });

  it('says when load state cannot be seen', () => {
    expect(decide({ records: [record(20)], load: 'not-seen' })).toMatchObject({
      fixedAt: 20,
      remarks: ['load state not seen'],
    });
  });

  it('does not depend on the order scans and records arrive in', () => {
    const records = [record(12), record(15, 'below'), record(20)];
    const scans = [flaw(5), flaw(10), clean(40), clean(50)];
    expect(decide({ scans: scans.toReversed(), records: records.toReversed() })).toEqual(
      decide({ scans, records }),
    );
  });
});
