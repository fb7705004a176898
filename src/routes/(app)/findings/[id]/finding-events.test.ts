import { describe, expect, it } from 'vitest';
import { findingEvents } from './finding-events.ts';

const base = {
  state: 'open',
  firstDetected: '2026-11-01T08:00:00.000Z',
  detectedBy: 'scan-1',
  installedAt: null,
  verifiedAt: null,
  verifiedBy: null,
  reopenedAt: null,
  lastSufficient: '2026-11-20T08:00:00.000Z',
  due: '2026-12-01T22:59:59.999Z',
  policyVersion: 1,
  released: null,
};
const reading = { zone: 'Europe/Berlin', now: '2026-11-23T08:00:00.000Z', closed: false };
const labels = (finding: typeof base | object, closed = false) =>
  findingEvents({ ...base, ...finding }, { ...reading, closed }).map(({ label }) => label);

describe('the story of a finding', () => {
  it('tells an open one from detection to its due date', () => {
    expect(labels({})).toEqual(['First detected', 'Still there', 'Due']);
  });
  it('says of a scan that saw the fixed version, where a step is left, that it is there', () => {
    expect(labels({ state: 'claimed' })).toEqual(['First detected', 'Version is there', 'Due']);
  });
  it('does not say "still there" of the scan that found it', () => {
    expect(labels({ lastSufficient: base.firstDetected })).toEqual(['First detected', 'Due']);
  });
  it('keeps the host’s record and the proof apart', () => {
    const closed = {
      installedAt: '2026-11-21T08:00:00.000Z',
      verifiedAt: '2026-11-22T08:00:00.000Z',
      verifiedBy: 's',
    };
    expect(labels(closed, true)).toEqual(['First detected', 'Installed', 'Verified fixed', 'Due']);
  });
});
