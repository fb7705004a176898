import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackReported, worseOf } from './track-reported.ts';
import type { ReportedState, Sighting, TrackedReport } from './track-reported.ts';

const DAY = 86_400_000;
const open: Sighting = { status: 'open', atPort: false, facts: 1, check: 'A-1' };
const atPort: Sighting = { ...open, atPort: true };

function report(
  day: number,
  flaws: Record<string, Sighting>,
  changes: Partial<TrackedReport> = {},
): TrackedReport {
  return {
    at: day * DAY,
    credentialed: true,
    complete: true,
    ran: null,
    flaws: new Map(Object.entries(flaws)),
    ...changes,
  };
}

/** State after reports in the order of their start, and the kinds of what the last one changed. */
function fold(...reports: readonly TrackedReport[]) {
  let state: ReportedState = new Map();
  let kinds: Record<string, string> = {};
  for (const one of [...reports].sort((a, b) => a.at - b.at)) {
    const tracked = trackReported(state, one);
    state = tracked.state;
    kinds = Object.fromEntries(tracked.changes.map(({ flaw, kind }) => [flaw, kind]));
  }
  return { state, kinds };
}

const isOpen = (state: ReportedState, flaw: string) => state.get(flaw)?.open ?? false;

describe('trackReported', () => {
  it('opens what it sees for the first time and leaves the state alone when nothing changed', () => {
    const { state } = trackReported(new Map(), report(1, { a: open }));
    expect(state.get('a')).toEqual({
      open: true,
      status: 'open',
      byLogin: true,
      atPort: false,
      facts: 1,
      check: 'A-1',
      fromAt: DAY,
      firstDetectedAt: DAY,
      reopenNo: 0,
    });
    const again = trackReported(state, report(2, { a: open }));
    expect(again.changes).toEqual([]);
    expect(again.state).toBe(state);
  });

  it('closes what a complete scan with login does not name, and counts lives when it comes back', () => {
    const { state, kinds } = fold(report(1, { a: open, b: open }), report(2, { b: open }));
    expect(kinds).toEqual({ a: 'closed' });
    expect([isOpen(state, 'a'), isOpen(state, 'b')]).toEqual([false, true]);
    const back = trackReported(state, report(3, { a: open, b: open }));
    expect(back.state.get('a')).toMatchObject({ open: true, reopenNo: 1, firstDetectedAt: 3 * DAY });
  });

  it.each([
    ['without login', { credentialed: false }],
    ['not finished', { complete: false }],
    ['neither', { credentialed: false, complete: false }],
  ])('closes nothing by a scan %s', (_title, changes) => {
    const { state } = fold(report(1, { a: open }), report(2, {}, changes));
    expect(isOpen(state, 'a')).toBe(true);
  });

  it('closes nothing that the checks which ran would not find', () => {
    const other = { ...open, check: 'B-2' };
    const { state } = fold(report(1, { a: open, b: other }), report(2, {}, { ran: new Set(['B-2']) }));
    expect([isOpen(state, 'a'), isOpen(state, 'b')]).toEqual([true, false]);
    const fixed = { a: { ...open, status: 'fixed' as const } };
    expect(fold(report(1, { a: open }), report(2, fixed, { ran: new Set() })).kinds).toEqual({
      a: 'changed',
    });
    expect(isOpen(fold(report(1, { a: open }), report(2, {}, { ran: new Set(['A-1']) })).state, 'a')).toBe(
      false,
    );
  });

  it('lets a scan without login close what it can see at a port, until a login has seen it', () => {
    const weak = { credentialed: false };
    expect(isOpen(fold(report(1, { a: atPort }, weak), report(2, {}, weak)).state, 'a')).toBe(false);
    const strong = fold(report(1, { a: atPort }, weak), report(2, { a: atPort }), report(3, {}, weak));
    expect(isOpen(strong.state, 'a')).toBe(true);
    expect(isOpen(fold(report(1, { a: atPort }), report(2, {})).state, 'a')).toBe(false);
  });

  it('takes "fixed" for proof only from a complete scan that looked, else as a claim', () => {
    const fixed: Sighting = { ...open, status: 'fixed' };
    expect(isOpen(fold(report(1, { a: open }), report(2, { a: fixed })).state, 'a')).toBe(false);
    const { state, kinds } = fold(report(1, { a: open }), report(2, { a: fixed }, { complete: false }));
    expect(kinds).toEqual({ a: 'changed' });
    expect(state.get('a')).toMatchObject({
      open: true,
      status: 'claimed',
      fromAt: 2 * DAY,
      firstDetectedAt: DAY,
    });
    expect(fold(report(1, { a: fixed })).state.size).toBe(0);
  });

  it('keeps open what was accepted in the tool', () => {
    const accepted: Sighting = { ...open, status: 'accepted' };
    const { state } = fold(report(1, { a: open }), report(2, { a: accepted }));
    expect(state.get('a')).toMatchObject({ open: true, status: 'accepted', firstDetectedAt: DAY });
  });

  it('begins a new row when the rating or the versions change, and keeps the first detection', () => {
    const { state, kinds } = fold(report(1, { a: open }), report(2, { a: { ...open, facts: 2 } }));
    expect(kinds).toEqual({ a: 'changed' });
    expect(state.get('a')).toMatchObject({ facts: 2, fromAt: 2 * DAY, firstDetectedAt: DAY, reopenNo: 0 });
  });

  it('lets no weaker or partial scan close anything that a login saw, whatever came between', () => {
    const sighting = fc.record({
      status: fc.constantFrom(
        'open' as const,
        'accepted' as const,
        'fixed' as const,
        'not-affected' as const,
      ),
      atPort: fc.boolean(),
      facts: fc.constant(1),
      check: fc.constant('A-1'),
    });
    const weak = fc.record({
      credentialed: fc.constant(false),
      complete: fc.boolean(),
      flaws: fc.dictionary(fc.constantFrom('a', 'b', 'c'), sighting),
    });
    fc.assert(
      fc.property(fc.array(weak, { maxLength: 6 }), (scans) => {
        const later = scans.map((one, index) =>
          report(
            index + 2,
            one.flaws,
            one.complete ? { credentialed: false } : { credentialed: false, complete: false },
          ),
        );
        const { state } = fold(report(1, { a: open, b: atPort }), ...later);
        expect([isOpen(state, 'a'), isOpen(state, 'b')]).toEqual([true, true]);
      }),
    );
  });

  it('is idempotent: the same report again changes nothing', () => {
    const flaws = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(open, atPort));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(flaws, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 6 }),
        (list) => {
          const reports = list.map(([seen, credentialed, complete], index) =>
            report(index, seen, { credentialed, complete }),
          );
          const { state } = fold(...reports);
          const last = reports.at(-1);
          if (last) expect(trackReported(state, last).changes).toEqual([]);
        },
      ),
    );
  });
});

describe('worseOf', () => {
  it('takes open before accepted before fixed before not affected, and of equals the first', () => {
    const order = ['not-affected', 'fixed', 'accepted', 'open'] as const;
    for (const [index, status] of order.entries()) {
      for (const worse of order.slice(index)) {
        const a = { ...open, status };
        const b = { ...open, status: worse };
        expect(worseOf(a, b)).toBe(worse === status ? a : b);
        expect(worseOf(b, a)).toBe(b);
      }
    }
  });
});
