import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { provenFixedAt } from './own-say.ts';
import { reportedFinding } from './reported-finding.ts';
import type { FlawSpan } from './reported-finding.ts';

const DAY = 86_400_000;

function span(from: number, until: number | null, changes: Partial<FlawSpan> = {}): FlawSpan {
  return {
    fromAt: from * DAY,
    untilAt: until === null ? null : until * DAY,
    openedBy: `scan ${from}`,
    closedBy: until === null ? null : `scan ${until}`,
    lastSeenAt: until === null ? null : from * DAY,
    claimed: false,
    confirmed: false,
    pkg: null,
    ...changes,
  };
}

const rows = (spans: readonly FlawSpan[], fix = 'DSA-1') =>
  reportedFinding(fix, spans, null).map(({ reopenNo, validFromAt, state }) => [
    reopenNo,
    validFromAt / DAY,
    state,
  ]);

const pkg = { name: 'openssl', arch: null, installed: '1.0', fixed: '1.2', scheme: 'deb' } as const;

describe('reportedFinding', () => {
  it('is open while any tool sees it and closed by the scan that was the last to see it gone', () => {
    expect(rows([span(1, 5), span(3, 9)])).toEqual([
      [0, 1, 'open'],
      [0, 9, 'fixed'],
    ]);
    expect(reportedFinding('DSA-1', [span(1, 5), span(3, 9)], null).at(-1)).toMatchObject({
      verifiedAt: 9 * DAY,
      verifiedBy: 'scan 9',
      detectedBy: 'scan 1',
      firstDetectedAt: DAY,
    });
  });

  it('is reopened within 90 days and a new finding after that', () => {
    expect(rows([span(1, 5), span(90, 92), span(200, null)])).toEqual([
      [0, 1, 'open'],
      [0, 5, 'fixed'],
      [0, 90, 'open'],
      [0, 92, 'fixed'],
      [1, 200, 'open'],
    ]);
  });

  it('waits for the vendor where there is no fix, and is claimed where every tool claims it', () => {
    expect(rows([span(1, null)], 'no-fix:CVE-2026-1')).toEqual([[0, 1, 'no_fix']]);
    expect(rows([span(1, 3), span(3, null, { claimed: true })])).toEqual([
      [0, 1, 'open'],
      [0, 3, 'claimed'],
    ]);
  });

  it('opens nothing from when our own scans know the product, and closes by their proof what was open', () => {
    const own = (
      versions: readonly { version: string; fromAt: number; untilAt: number | null }[],
      from = 4,
    ) => ({
      say: { knownFromAt: from * DAY, versions },
      scanAt: (at: number) => `own ${at / DAY}`,
    });
    const old = { version: '1.0', fromAt: 4 * DAY, untilAt: 6 * DAY };
    const now = { version: '1.3', fromAt: 6 * DAY, untilAt: null };
    expect(reportedFinding('DSA-1', [span(5, null, { pkg })], own([old, now]))).toEqual([]);
    const confirmed = span(5, null, { pkg, confirmed: true });
    expect(
      reportedFinding('DSA-1', [span(4, null, { pkg }), confirmed], own([{ ...old, untilAt: null }])),
    ).toMatchObject([
      { validFromAt: 5 * DAY, firstDetectedAt: 5 * DAY, detectedBy: 'scan 5', state: 'open' },
    ]);
    const settled = reportedFinding('DSA-1', [span(1, null, { pkg })], own([old, now]));
    expect(
      settled.map(({ validFromAt, state, verifiedBy }) => [validFromAt / DAY, state, verifiedBy]),
    ).toEqual([
      [1, 'open', null],
      [6, 'fixed', 'own 6'],
    ]);
    const unproven = reportedFinding('DSA-1', [span(1, null)], own([old, now]));
    expect(unproven.at(-1)).toMatchObject({ state: 'open' });
  });

  it('does not depend on the order of the spans, and its rows follow each other without overlap', () => {
    const one = fc
      .tuple(fc.nat({ max: 400 }), fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }), fc.boolean())
      .map(([from, length, claimed]) => span(from, length === null ? null : from + length, { claimed }));
    fc.assert(
      fc.property(
        fc
          .array(one, { maxLength: 8 })
          .chain((spans) =>
            fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
          ),
        ([spans, shuffled]) => {
          const told = reportedFinding('DSA-1', spans, null);
          expect(reportedFinding('DSA-1', shuffled, null)).toEqual(told);
          for (const [index, row] of told.entries()) {
            const next = told[index + 1];
            if (next) expect(next.validFromAt).toBeGreaterThan(row.validFromAt);
          }
          const stands = spans.some(({ untilAt }) => untilAt === null);
          if (spans.length > 0) expect(told.at(-1)?.state !== 'fixed').toBe(stands);
        },
      ),
    );
  });
});

describe('provenFixedAt', () => {
  const told = [{ version: '1.2', scheme: 'deb' as const }];

  it('needs every installed version at or above each version that is told', () => {
    const say = {
      knownFromAt: DAY,
      versions: [
        { version: '1.2', fromAt: DAY, untilAt: null },
        { version: '1.1', fromAt: DAY, untilAt: 3 * DAY },
      ],
    };
    expect(provenFixedAt(say, told, 0)).toBe(3 * DAY);
    expect(provenFixedAt(say, [...told, { version: '2.0', scheme: 'deb' }], 0)).toBeNull();
    expect(provenFixedAt(say, [...told, null], 0)).toBeNull();
  });

  it('takes a complete list without the product for proof', () => {
    const say = { knownFromAt: DAY, versions: [{ version: '1.0', fromAt: DAY, untilAt: 2 * DAY }] };
    expect(provenFixedAt(say, [null], 0)).toBe(2 * DAY);
  });
});
