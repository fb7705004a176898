import { describe, expect, it } from 'vitest';
import { latenessByRank } from './lateness-by-rank.ts';
import { overdueByUnit } from './overdue-by-unit.ts';
import { policySpans } from './policy-spans.ts';
import { weeksData } from './weeks-data.ts';

const url = new URL('http://site.invalid/?asOf=2026-10-31&unit=claims&page=3');
const counts = {
  assets: 10,
  covered: 9,
  open: 20,
  adjudicated: 0,
  overdue: 7,
  severe: 1,
  high: 2,
  medium: 4,
  low: 0,
};
const view = { asOf: '2026-10-31T22:59:59.999Z', knownAt: 9, zone: 'Europe/Berlin' };

describe('doors of the figures', () => {
  it('a cell of unit and rank opens the overdue findings of both, on the day looked at', () => {
    const row = { unit: 'payments', name: 'Payments', pass: 0, fail: 9, ...counts };
    const open = { severeOpen: 1, highOpen: 2, mediumOpen: 4, lowOpen: 0 };
    const units = { ...view, total: 1, rows: [{ ...row, ...open }], all: counts };
    const { rows, totals } = overdueByUnit(units, url);
    expect(rows[0]?.cells[1]).toEqual({
      value: 2,
      rate: 0.2,
      at: 'rows.0.high',
      href: '/findings?asOf=2026-10-31&unit=payments&due=overdue&rank=high',
    });
    expect(rows[0]?.extra).toMatchObject({ value: 9, at: 'rows.0.covered' });
    expect(totals.total).toMatchObject({
      value: 7,
      at: 'all.overdue',
      href: '/findings?asOf=2026-10-31&unit=claims&due=overdue',
    });
  });

  it('a unit without assets has no rate, and no share that is covered', () => {
    const none = { ...counts, assets: 0, covered: 0 };
    const { totals } = overdueByUnit({ ...view, total: 0, rows: [], all: none }, url);
    expect(totals.cells[0]?.rate).toBeNull();
    expect(totals.extra?.text).toBe('no assets');
  });

  it('a cell of rank and days opens what is that late', () => {
    const days = { d1to30: 1, d31to60: 2, d61to90: 3, over90: 4, all: 10, adjudicated: 0 };
    const { rows } = latenessByRank({ ...view, rows: [{ rank: 'low', ...days }], all: days }, url);
    expect(rows[0]?.cells[3]).toEqual({
      value: 4,
      at: 'rows.0.over90',
      href: '/findings?asOf=2026-10-31&unit=claims&rank=low&late=over-90',
    });
  });

  it('levels of the backlog open a list only in the running week, where the list is about the same moment', () => {
    const week = { new: 1, reopened: 0, closed: 2, openAtEnd: 3, overdueAtEnd: 1, adjudicatedAtEnd: 0 };
    const rows = [
      { week: '2026-10-19', ...week },
      { week: '2026-10-26', ...week },
    ];
    const flow = { ...view, weeks: 2, rows, new: 2, reopened: 0, closed: 4, policies: [] };
    const [before, running] = weeksData(flow, url).rows;
    expect(before?.hrefs).not.toHaveProperty('openAtEnd');
    expect(before?.hrefs?.closed).toBe('/findings?asOf=2026-10-31&unit=claims&closed=2026-10-19');
    expect(running?.hrefs?.overdueAtEnd).toBe('/findings?asOf=2026-10-31&unit=claims&due=overdue');
  });

  it('a week before the first scan opens no list and says why it has no count', () => {
    const none = {
      ...{ new: null, reopened: null, closed: null },
      ...{ openAtEnd: null, overdueAtEnd: null, adjudicatedAtEnd: null },
    };
    const week = { new: 5, reopened: 0, closed: 0, openAtEnd: 5, overdueAtEnd: 0, adjudicatedAtEnd: 0 };
    const rows = [
      { week: '2026-10-19', ...none },
      { week: '2026-10-26', ...week },
    ];
    const flow = { ...view, weeks: 2, rows, new: 5, reopened: 0, closed: 0, policies: [] };
    const [before, running] = weeksData(flow, url).rows;
    expect(before).toEqual({ week: '2026-10-19', ...none, reason: 'before the first scan' });
    expect(running).not.toHaveProperty('reason');
    expect(running?.hrefs?.new).toBe('/findings?asOf=2026-10-31&unit=claims&opened=2026-10-26');
  });

  it('a policy starts on the local day on which it took effect', () => {
    const band = { version: 2, from: '2026-06-30T22:00:00.000Z', to: null, change: 'high 30 d, was 45 d' };
    expect(policySpans([band], 'Europe/Berlin')).toEqual([
      { version: 2, from: '2026-07-01', to: null, label: 'Policy v2: high 30 d, was 45 d' },
    ]);
  });
});
