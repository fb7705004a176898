import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstTemplate } from '../policy/policy.ts';
import { fromIso } from '../time.ts';
import type { InputChange } from './build-obligations.ts';
import { complianceOf } from './compliance.ts';
import { coverageAt, coverageEndsAt, exceptionExpiresAt, isActive } from './exception.ts';
import type { ExceptionApproval } from './exception.ts';
import type { SufficientScan } from './fixed-at.ts';
import { judge } from './judge.ts';
import type { JudgementFacts } from './judge.ts';
import { judgeFinding } from './judge-finding.ts';
import type { FindingFacts, RuleJudgement } from './judge-finding.ts';

const dayMs = 86_400_000;
const start = fromIso('2026-05-01T08:00:00.000Z');
const day = (count: number): number => start + count * dayMs;
const base = firstTemplate('UTC', fromIso('2026-01-01T00:00Z'));
const scan = (count: number, sawFlaw: boolean): SufficientScan => ({
  id: `s${count}`,
  at: day(count),
  sawFlaw,
});

function facts(change: Partial<FindingFacts>, scans: readonly SufficientScan[]): FindingFacts {
  return {
    initial: { clocks: { firstDetectedAt: start, released: null }, attributes: { rank: 'high' } },
    changes: [],
    evidence: { scans, records: [], packages: [], load: 'not-needed' },
    leftAt: null,
    adjudicated: false,
    exceptions: [],
    ...change,
  };
}

function own(input: FindingFacts, asOf: number): RuleJudgement | undefined {
  return judgeFinding(input, { policies: [base], asOf })[0]?.rules[0];
}

const row: JudgementFacts = {
  dueAt: day(30),
  validFrom: start,
  zone: 'UTC',
  fixedAt: null,
  fixedBy: null,
  verifiedAt: null,
  sawFlawAfterDue: false,
  coveredAtDue: true,
  sufficientSinceDue: false,
  leftAt: null,
  adjudicated: false,
  excepted: false,
  asOf: day(40),
};
const outcome = (change: Partial<JudgementFacts>): string => judge({ ...row, ...change }).outcome;

describe('judgement of one row', () => {
  const byScan = { fixedBy: 'scan', sufficientSinceDue: true } as const;

  it.each<[string, Partial<JudgementFacts>, string]>([
    ['before it is due', { asOf: day(29) }, 'pending'],
    ['fixed exactly at due', { fixedAt: day(30), fixedBy: 'record', verifiedAt: day(39) }, 'met'],
    [
      'fixed one millisecond after due',
      { fixedAt: day(30) + 1, fixedBy: 'record', verifiedAt: day(39) },
      'missed',
    ],
    [
      'verified only after the day asked about',
      { fixedAt: day(2), fixedBy: 'record', verifiedAt: day(41) },
      'missed-not-rescanned',
    ],
    ['first seen fixed after due, covered', { ...byScan, fixedAt: day(35), verifiedAt: day(35) }, 'missed'],
    [
      'first seen fixed after due, not covered',
      { ...byScan, fixedAt: day(35), verifiedAt: day(35), coveredAtDue: false },
      'unknown',
    ],
    [
      'seen after due though not covered',
      { sawFlawAfterDue: true, sufficientSinceDue: true, coveredAtDue: false },
      'missed',
    ],
    [
      'fixed late by the record, not covered',
      { fixedAt: day(35), fixedBy: 'record', verifiedAt: day(39), coveredAtDue: false },
      'missed',
    ],
    ['scanned since, neither seen nor closed', { sufficientSinceDue: true }, 'unknown'],
    ['never seen again and not covered', { coveredAtDue: false }, 'unknown'],
    ['left before due', { leftAt: day(20) }, 'censored'],
    ['left before due, asked before that', { leftAt: day(20), asOf: day(19) }, 'pending'],
    [
      'left after it was closed',
      { leftAt: day(20), fixedAt: day(5), fixedBy: 'record', verifiedAt: day(6) },
      'met',
    ],
    ['left after due', { leftAt: day(31), sawFlawAfterDue: true }, 'missed'],
    ['adjudicated', { adjudicated: true, sawFlawAfterDue: true }, 'adjudicated'],
  ])('%s', (_, change, expected) => {
    expect(outcome(change)).toBe(expected);
  });

  it('is made at the later of due and valid from, and belongs to that day', () => {
    expect(judge({ ...row, validFrom: day(35) })).toMatchObject({ judgedAt: day(35), cohort: '2026-06-05' });
    expect(outcome({ validFrom: day(35), asOf: day(34) })).toBe('pending');
  });

  it('an exception changes what was not met beside the raw outcome, never what was met', () => {
    expect(judge({ ...row, excepted: true, sawFlawAfterDue: true })).toMatchObject({
      outcome: 'missed',
      adjusted: 'excepted',
    });
    const met = { fixedAt: day(3), fixedBy: 'scan', verifiedAt: day(3) } as const;
    expect(judge({ ...row, ...met, excepted: true })).toMatchObject({ outcome: 'met', adjusted: 'met' });
  });
});

describe('whole histories', () => {
  it('leaving the scope of the only rule before due is censored', () => {
    const rules = base.rules.map((rule) => ({ ...rule, conditions: { scope: ['pci'] } }));
    const input = facts({ changes: [{ at: day(5), cause: 'scope', attributes: { scopes: [] } }] }, [
      scan(0, true),
    ]);
    const initial = { ...input.initial, attributes: { rank: 'high', scopes: ['pci'] } } as const;
    const [life] = judgeFinding({ ...input, initial }, { policies: [{ ...base, rules }], asOf: day(60) });
    expect(life?.rules[0]).toMatchObject({
      inForce: null,
      counted: null,
      judgement: { outcome: 'censored' },
    });
  });

  it('a clean scan from before the first detection verifies nothing', () => {
    const input = facts({}, [scan(-2, false), scan(0, true), scan(31, true)]);
    expect(own(input, day(40))?.judgement?.outcome).toBe('missed');
  });

  it('seen again after exactly 90 days voids the closure, one millisecond later is a new finding', () => {
    const scans = [scan(0, true), scan(5, false)];
    const again = { ...scan(95, true) };
    const lives = (at: number): number =>
      judgeFinding(facts({}, [...scans, { ...again, at }]), { policies: [base], asOf: day(200) }).length;
    expect(lives(again.at)).toBe(1);
    expect(lives(again.at + 1)).toBe(2);
  });

  it('the 90 days count from the install record, not from the scan that verified it', () => {
    const records = [{ package: 'a', at: day(2), state: 'fixed' } as const];
    const input = facts({}, [scan(0, true), scan(20, false), scan(100, true)]);
    const lives = judgeFinding(
      { ...input, evidence: { ...input.evidence, records } },
      { policies: [base], asOf: day(200) },
    );
    expect(lives).toHaveLength(2);
  });

  it('a retired asset gets no further row', () => {
    const changes: InputChange[] = [{ at: day(12), cause: 're-rank', attributes: { rank: 'severe' } }];
    expect(own(facts({ changes, leftAt: day(10) }, [scan(0, true)]), day(60))?.rows).toHaveLength(1);
    expect(own(facts({ changes, leftAt: day(13) }, [scan(0, true)]), day(60))?.rows).toHaveLength(2);
  });

  it('a row replaced at the very instant it came into force is never judged', () => {
    const to = (rank: 'severe' | 'low'): InputChange => ({
      at: day(12),
      cause: 're-rank',
      attributes: { rank },
    });
    const answer = own(facts({ changes: [to('severe'), to('low')] }, [scan(0, true)]), day(60));
    expect(answer?.rows).toHaveLength(3);
    expect(answer?.counted).toBe(answer?.rows[2]);
  });

  it('a new life keeps release clocks and starts detection clocks again', () => {
    const released = day(-10);
    const rules = [...base.rules, { ...base.rules[0], id: 'release', clock: 'patch_released' } as const];
    const policies = [{ ...base, rules: rules as typeof base.rules }];
    const input = facts({}, [scan(0, true), scan(5, false), scan(120, true)]);
    const initial = { ...input.initial, clocks: { firstDetectedAt: start, released } };
    const [, second] = judgeFinding({ ...input, initial }, { policies, asOf: day(130) });
    expect(second?.episode.reopenNumber).toBe(1);
    expect(second?.rules.map(({ rows }) => rows[0]?.clockStartAt)).toEqual([day(120), released]);
  });
});

const change = fc
  .tuple(fc.integer({ min: 1, max: 150 }), fc.constantFrom('severe', 'high', 'medium', 'low'))
  .map(([when, rank]): InputChange => ({
    at: day(when) + 3_600_000,
    cause: 're-rank',
    attributes: { rank },
  }));
const scans = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 150 }), fc.boolean()), {
  maxLength: 12,
  selector: ([when]) => when,
});

describe('laws', () => {
  it('no later row turns a judged miss into met, or moves its cohort', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 6 }),
        scans,
        fc.integer({ min: 1, max: 160 }),
        (changes, seen, when) => {
          const evidence = [scan(0, true), ...seen.map(([count, saw]) => scan(count, saw))];
          const asOf = day(when);
          const early = own(facts({ changes: changes.filter((item) => item.at <= asOf) }, evidence), asOf);
          fc.pre(early?.judgement?.outcome === 'missed');
          const late = own(facts({ changes }, evidence), day(400));
          expect(late?.counted).toEqual(early?.counted);
          expect(late?.judgement).toMatchObject({ outcome: 'missed', cohort: early?.judgement?.cohort });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('the order in which scans and changes arrive does not matter', () => {
    const shuffledPair = scans.chain((seen) =>
      fc.tuple(fc.constant(seen), fc.shuffledSubarray(seen, { minLength: seen.length })),
    );
    fc.assert(
      fc.property(shuffledPair, fc.integer({ min: 1, max: 160 }), ([seen, shuffled], when) => {
        const judged = (items: typeof seen): unknown =>
          judgeFinding(facts({}, [scan(0, true), ...items.map(([count, saw]) => scan(count, saw))]), {
            policies: [base],
            asOf: day(when),
          });
        expect(judged(shuffled)).toEqual(judged(seen));
      }),
      { numRuns: 200 },
    );
  });
});

describe('exceptions', () => {
  const approval: ExceptionApproval = {
    id: 'x',
    approvedAt: day(10),
    expiresAt: exceptionExpiresAt('2026-05-31', 'Europe/Berlin'),
    revokedAt: null,
    suspendedAt: null,
  };

  it('cover their whole last local day and nothing that falls due the midnight after', () => {
    const midnight = fromIso('2026-05-31T22:00:00.000Z');
    expect(isActive(approval, midnight - 1)).toBe(true);
    expect(isActive(approval, midnight)).toBe(false);
  });

  it('are active from the approval on and end with revocation or suspension', () => {
    expect(isActive(approval, day(10) - 1)).toBe(false);
    expect(isActive(approval, day(10))).toBe(true);
    expect(isActive({ ...approval, revokedAt: day(12) }, day(12))).toBe(false);
    expect(isActive({ ...approval, suspendedAt: day(12) }, day(13))).toBe(false);
  });

  it('cover a finding only between their own dates', () => {
    const coverage = { approval, from: day(11), until: day(14) };
    expect([10, 11, 13, 14].map((count) => coverageAt([coverage], day(count)) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('end when the finding becomes more urgent than what was approved', () => {
    const up = { at: day(12), kind: 're-rank', before: 'high', after: 'severe' } as const;
    const listed = { at: day(11), kind: 'kev', before: 'severe', after: 'severe' } as const;
    expect(coverageEndsAt('high', day(10), [up])).toBe(day(12));
    expect(coverageEndsAt('high', day(10), [up, listed])).toBe(day(11));
    expect(coverageEndsAt('severe', day(10), [up, listed])).toBeNull();
    expect(coverageEndsAt('low', day(10), [{ ...up, before: 'severe', after: 'medium' }])).toBeNull();
    expect(coverageEndsAt('high', day(13), [up])).toBeNull();
  });
});

describe('compliance', () => {
  const counted = (
    name: 'met' | 'missed' | 'missed-not-rescanned' | 'unknown' | 'pending' | 'censored' | 'adjudicated',
    excepted = false,
  ) => ({ outcome: name, adjusted: excepted ? 'excepted' : name }) as const;

  it('counts unknown in the denominator of both ends and in the numerator of the upper one', () => {
    const population = [
      counted('met'),
      counted('missed'),
      counted('missed-not-rescanned', true),
      counted('unknown'),
    ];
    const outside = [counted('pending'), counted('censored'), counted('adjudicated')];
    expect(complianceOf([...population, ...outside])).toEqual({
      all: 4,
      met: 1,
      missed: 2,
      notRescanned: 1,
      unknown: 1,
      exceptedNotMet: 1,
      raw: { lower: 0.25, upper: 0.5 },
      adjusted: { lower: 1 / 3, upper: 2 / 3 },
    });
  });

  it('of nothing is not a percentage', () => {
    expect(complianceOf([])).toMatchObject({ all: 0, raw: null, adjusted: null });
  });
});
