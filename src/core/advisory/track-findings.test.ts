import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastRows, lifeOf, trackScripted } from './scripted-tracking.ts';
import type { ScriptedScan } from './scripted-tracking.ts';
import { TrackerModel } from './tracker-model.ts';
import type { ModelScan } from './tracker-model.ts';

const DAY = 86_400_000;
const day = (number: number) => number * DAY;

const version = fc.constantFrom(1, 2, 3, 4);
const stepArbitrary = fc.record({
  days: fc.constantFrom(1, 1, 1, 10, 30, 90, 91),
  installed: fc.oneof(
    { weight: 3, arbitrary: fc.record({ a: version }) },
    { weight: 1, arbitrary: fc.record({ a: version, b: version }, { requiredKeys: [] }) },
  ),
  offered: fc.integer({ min: 2, max: 4 }),
  sufficient: fc.constantFrom(true, true, true, true, false),
});
const historyArbitrary = fc
  .array(stepArbitrary, { minLength: 3, maxLength: 20, size: 'max' })
  .map((steps) => {
    let at = 0;
    return steps.map(({ days, ...rest }): ModelScan => ({ ...rest, at: (at += day(days)) }));
  });

function scripted({ at, sufficient, installed, offered }: ModelScan): ScriptedScan {
  const names = Object.entries(installed);
  return {
    at,
    sufficient,
    installed: Object.fromEntries(names.map(([name, one]) => [name, `1.${one}`])),
    missing: Object.fromEntries(
      names.filter(([, one]) => one < offered).map(([name]) => [name, `1.${offered}`]),
    ),
  };
}

const identity = ({ fix, reopenNo }: { fix: string; reopenNo: number }) => `${fix}#${reopenNo}`;

describe('over random histories', () => {
  test('every finding has the life, clock and closure of a naive model, after every scan', () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const model = new TrackerModel();
        const steps = trackScripted(history.map(scripted));
        for (const [index, scan] of history.entries()) {
          model.scan(scan);
          const expected = model.findings.map((one) => ({ ...one, version: `1.${one.version}` }));
          const actual = lastRows(steps.slice(0, index + 1)).map(lifeOf);
          expect(actual).toHaveLength(expected.length);
          expect(actual).toEqual(expect.arrayContaining(expected));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a scan that is not sufficient closes nothing', () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const steps = trackScripted(history.map(scripted));
        for (const [index, { changes }] of steps.entries()) {
          if (history[index]?.sufficient) continue;
          expect(changes.filter(({ snapshot }) => snapshot.verifiedAt !== null)).toEqual([]);
        }
      }),
    );
  });

  test('at most one finding of a product is open, and first detection never changes', () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const steps = trackScripted(history.map(scripted));
        const detected = new Map<string, number>();
        for (const index of steps.keys()) {
          const rows = lastRows(steps.slice(0, index + 1));
          expect(rows.filter(({ snapshot }) => snapshot.state === 'open').length).toBeLessThanOrEqual(1);
          for (const row of rows) {
            const before = detected.get(identity(row)) ?? row.firstDetectedAt;
            expect(row.firstDetectedAt).toBe(before);
            detected.set(identity(row), before);
          }
        }
      }),
    );
  });

  test('exactly the first row of an identity is new', () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const known = new Set<string>();
        for (const row of trackScripted(history.map(scripted)).flatMap(({ changes }) => changes)) {
          expect(row.isNew).toBe(!known.has(identity(row)));
          known.add(identity(row));
        }
      }),
    );
  });

  test('the same scan again changes nothing, and the state is the same object', () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const last = history.at(-1);
        if (!last) return;
        const steps = trackScripted([...history, { ...last, at: last.at + 1 }].map(scripted));
        const [before, after] = steps.slice(-2);
        expect(after?.changes).toEqual([]);
        expect(after?.state).toBe(before?.state);
      }),
    );
  });
});

describe('identity', () => {
  const outdated = { installed: { a: '1.0' }, missing: { a: '1.2' } };
  const fixed = { installed: { a: '1.2' } };

  test('a higher version seen while open raises the target and keeps the clock', () => {
    const steps = trackScripted([
      { at: day(1), ...outdated },
      { at: day(5), installed: { a: '1.0' }, missing: { a: '1.3' } },
    ]);
    const [row] = lastRows(steps);
    expect(row).toMatchObject({ fix: 'security-update:src@1.2', firstDetectedAt: day(1), isNew: false });
    expect(row?.snapshot.packages).toMatchObject([{ installed: '1.0', fixed: '1.3' }]);
  });

  test('reaching the first version opens the next, first detected when that version was first seen', () => {
    const steps = trackScripted([
      { at: day(1), ...outdated },
      { at: day(5), installed: { a: '1.0' }, missing: { a: '1.3' } },
      { at: day(9), installed: { a: '1.2' }, missing: { a: '1.3' } },
    ]);
    expect(lastRows(steps).map(lifeOf)).toMatchObject([
      { version: '1.2', state: 'fixed', fixedAt: day(9) },
      { version: '1.3', state: 'open', firstDetectedAt: day(5), life: 0 },
    ]);
  });

  test.each([
    [90, { life: 0, firstDetectedAt: day(1), reopenedAt: day(2 + 90) }],
    [91, { life: 1, firstDetectedAt: day(2 + 91), reopenedAt: null }],
  ])('the same fix missing again %i days after its closure', (days, expected) => {
    const steps = trackScripted([
      { at: day(1), ...outdated },
      { at: day(2), ...fixed },
      { at: day(2 + days), ...outdated },
    ]);
    expect(lifeOf(lastRows(steps).at(-1) ?? expect.fail())).toMatchObject({ version: '1.2', ...expected });
  });

  test('the last of several lives decides whether its fix is reopened', () => {
    const steps = trackScripted([
      { at: day(1), ...outdated },
      { at: day(2), ...fixed },
      { at: day(200), ...outdated },
      { at: day(201), ...fixed },
      { at: day(210), ...outdated },
    ]);
    expect(lastRows(steps).map(lifeOf)).toMatchObject([
      { life: 0, state: 'fixed', fixedAt: day(2) },
      { life: 1, state: 'open', firstDetectedAt: day(200), reopenedAt: day(210) },
    ]);
  });

  test('a sister package of a closed fix, installed later, reopens that fix instead of taking its name', () => {
    const steps = trackScripted([
      { at: day(1), ...outdated },
      { at: day(2), ...fixed },
      { at: day(10), installed: { a: '1.2', b: '1.0' }, missing: { b: '1.2' } },
      { at: day(11), installed: { a: '1.2', b: '1.2' } },
    ]);
    expect(steps[2]?.changes.map(lifeOf)).toMatchObject([
      { life: 0, firstDetectedAt: day(1), reopenedAt: day(10) },
    ]);
    expect(lastRows(steps).map(lifeOf)).toMatchObject([{ state: 'fixed', fixedAt: day(11) }]);
  });

  test('a sister package joins the version it lacks, not a new one', () => {
    const steps = trackScripted([
      { at: day(1), ...outdated },
      { at: day(3), installed: { a: '1.0' }, missing: { a: '1.3' } },
      { at: day(5), installed: { a: '1.0', b: '1.0' }, missing: { a: '1.3', b: '1.3' } },
      { at: day(9), installed: { a: '1.3', b: '1.0' }, missing: { b: '1.3' } },
    ]);
    expect(lastRows(steps).map(lifeOf)).toMatchObject([
      { version: '1.2', state: 'fixed' },
      { version: '1.3', state: 'open', firstDetectedAt: day(3) },
    ]);
  });

  test('binaries of one source with versions of their own are one finding', () => {
    const steps = trackScripted([
      { at: day(1), installed: { a: '4:1.0', b: '1.200' }, missing: { a: '4:1.2', b: '1.202' } },
      { at: day(3), installed: { a: '4:1.0', b: '1.200' }, missing: { a: '4:1.3', b: '1.203' } },
      { at: day(5), installed: { a: '4:1.2', b: '1.202' }, missing: { a: '4:1.3', b: '1.203' } },
      { at: day(7), installed: { a: '4:1.3', b: '1.203' } },
    ]);
    expect(lastRows(steps).map(lifeOf)).toMatchObject([
      { version: '4:1.2', state: 'fixed', fixedAt: day(5) },
      { version: '4:1.3', state: 'fixed', fixedAt: day(7), firstDetectedAt: day(3) },
    ]);
  });

  test('phasing, holding and candidates change rows, never identity', () => {
    const steps = trackScripted([
      { at: day(1), ...outdated, phased: 10 },
      { at: day(2), ...outdated, phased: 40 },
      { at: day(3), ...outdated },
    ]);
    expect(steps.map(({ changes }) => changes.length)).toEqual([1, 1, 1]);
    expect(lastRows(steps)).toHaveLength(1);
  });

  test('what nothing can reopen any more is kept as a number only', () => {
    const cycles = Array.from({ length: 30 }, (_, index): ScriptedScan[] => {
      const at = day(1 + index * 100);
      return [
        { at, installed: { a: `1.${index}` }, missing: { a: `1.${index + 1}` } },
        { at: at + DAY, installed: { a: `1.${index + 1}` } },
      ];
    });
    const product = trackScripted(cycles.flat()).at(-1)?.state['src'];
    expect(product?.closed.length).toBeLessThanOrEqual(2);
    expect(Object.keys(product?.past ?? {}).length).toBeGreaterThanOrEqual(28);
  });
});
