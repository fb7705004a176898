import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../errors.ts';
import { effectiveRank, isAbove, ranks } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';
import { validateProposal } from './override-event.ts';
import type { OverrideEvent, OverrideTarget } from './override-event.ts';
import { noOverride, rankInForce } from './override-state.ts';
import type { OverrideState } from './override-state.ts';
import { applyOverrideEvent, checkOverrideEvent, reduceOverrides } from './rank-override.ts';

const reason = 'The port is closed on this host';

function ranked(rank: Rank | null, exploited = false): OverrideEvent {
  return { kind: 'ranked', at: 0, person: null, rank, exploited };
}

function proposed(id: string, person: string, to: OverrideTarget): OverrideEvent {
  return { kind: 'proposed', at: 1, person, id, to, reason, evidence: ['scan 17'] };
}

function approved(id: string, person: string): OverrideEvent {
  return { kind: 'approved', at: 2, person, id };
}

function refused(id: string, person: string): OverrideEvent {
  return { kind: 'refused', at: 2, person, id, reason };
}

function withdrawn(id: string, person: string): OverrideEvent {
  return { kind: 'withdrawn', at: 3, person, id, reason };
}

function codeOf(events: readonly OverrideEvent[], next: OverrideEvent): string | null {
  try {
    checkOverrideEvent(reduceOverrides(events), next);
    return null;
  } catch (error) {
    return isAppError(error) ? error.code : 'no AppError';
  }
}

/** The rank in force and how the overrides ended. */
function outcome(...events: readonly OverrideEvent[]): readonly (string | null)[] {
  const state = reduceOverrides(events);
  return [rankInForce(state), ...state.ended.map(({ why }) => why)];
}

const loweredToLow = [ranked('high'), proposed('a', 'ann', 'low'), approved('a', 'ben')];

describe('an override', () => {
  test('upward holds at once by one person', () => {
    expect(outcome(ranked('medium'), proposed('a', 'ann', 'severe'))).toEqual(['severe']);
  });

  test('downward waits for a second person', () => {
    expect(outcome(ranked('high'), proposed('a', 'ann', 'low'))).toEqual(['high']);
    expect(outcome(...loweredToLow)).toEqual(['low']);
    expect(codeOf([ranked('high'), proposed('a', 'ann', 'low')], approved('a', 'ann'))).toBe(
      'OVERRIDE_SAME_PERSON',
    );
  });

  test('of an unranked finding counts from high: higher by one person, lower by two', () => {
    expect(outcome(proposed('a', 'ann', 'high'))).toEqual(['high']);
    expect(outcome(proposed('a', 'ann', 'medium'))).toEqual([null]);
    expect(outcome(proposed('a', 'ann', 'medium'), approved('a', 'ben'))).toEqual(['medium']);
  });

  test('between the rank in force and a higher automatic one is still downward', () => {
    expect(outcome(...loweredToLow, proposed('b', 'ann', 'medium'))).toEqual(['low']);
    expect(outcome(...loweredToLow, proposed('b', 'ann', 'medium'), approved('b', 'cat'))).toEqual([
      'medium',
      'superseded',
    ]);
  });

  test('that takes back a higher one is downward, although the method would rank as low', () => {
    const raised = [ranked('low'), proposed('a', 'ann', 'severe')];
    expect(outcome(...raised, proposed('b', 'ann', 'medium'))).toEqual(['severe']);
    expect(codeOf(raised, withdrawn('a', 'ann'))).toBe('OVERRIDE_LOWERS');
    const back = proposed('b', 'ann', 'automatic');
    expect(outcome(...raised, back)).toEqual(['severe']);
    expect(outcome(...raised, back, approved('b', 'ben'))).toEqual(['low', 'superseded', 'completed']);
  });

  test('downward is withdrawn by any one person, which raises the rank', () => {
    expect(outcome(...loweredToLow, withdrawn('a', 'cat'))).toEqual(['high', 'withdrawn']);
    expect(outcome(...loweredToLow, proposed('b', 'cat', 'automatic'))).toEqual([
      'high',
      'superseded',
      'completed',
    ]);
  });

  test('that waits is withdrawn by its author and refused by others', () => {
    const waiting = [ranked('high'), proposed('a', 'ann', 'low')];
    expect(outcome(...waiting, withdrawn('a', 'ann'))).toEqual(['high', 'withdrawn']);
    expect(codeOf(waiting, withdrawn('a', 'ben'))).toBe('OVERRIDE_NOT_YOURS');
    expect(outcome(...waiting, refused('a', 'ben'))).toEqual(['high', 'refused']);
    expect(codeOf(waiting, refused('a', 'ann'))).toBe('OVERRIDE_SAME_PERSON');
    expect(codeOf([...waiting, refused('a', 'ben')], approved('a', 'cat'))).toBe('OVERRIDE_NOT_OPEN');
  });

  test('that waits does not hold up one that raises the rank', () => {
    const waiting = [ranked('high'), proposed('a', 'ann', 'low')];
    expect(codeOf(waiting, proposed('b', 'ben', 'medium'))).toBe('OVERRIDE_PENDING');
    expect(outcome(...waiting, proposed('b', 'ben', 'severe'))).toEqual(['severe', 'superseded']);
  });

  test('keeps its basis, both persons and since when it holds', () => {
    expect(reduceOverrides(loweredToLow).active).toEqual({
      id: 'a',
      to: 'low',
      reason,
      evidence: ['scan 17'],
      proposedBy: 'ann',
      proposedAt: 1,
      basis: { rank: 'high', exploited: false },
      approvedBy: 'ben',
      activeFrom: 2,
    });
  });

  test('lists every change of the rank in force for the deadlines', () => {
    const { changes } = reduceOverrides([...loweredToLow, ranked('severe', true)]);
    expect(changes).toEqual([
      { at: 0, rank: 'high', cause: 'automatic' },
      { at: 2, rank: 'low', cause: 'override' },
      { at: 0, rank: 'severe', cause: 'automatic' },
    ]);
  });
});

describe('a new automatic rank', () => {
  test('above the basis voids a downward override and says so', () => {
    const { active, ended } = reduceOverrides([...loweredToLow, ranked('severe', true)]);
    expect(active).toBeNull();
    expect(ended[0]).toMatchObject({
      why: 'voided',
      by: null,
      reason: 'The automatic rank is severe since exploitation became known: decide anew.',
    });
  });

  test('that first rests on exploitation voids it, even where the rank was as high before', () => {
    const lowered = [ranked('severe'), proposed('a', 'ann', 'medium'), approved('a', 'ben')];
    expect(outcome(...lowered, ranked('severe'))).toEqual(['medium']);
    expect(outcome(...lowered, ranked('severe', true))).toEqual(['severe', 'voided']);
  });

  test('that is the first one voids what was decided without any', () => {
    const lowered = [proposed('a', 'ann', 'low'), approved('a', 'ben')];
    expect(outcome(...lowered, ranked('low'))).toEqual(['low']);
    expect(outcome(...lowered, ranked('medium'))).toEqual(['medium', 'voided']);
  });

  test('at or below the basis leaves it in force', () => {
    expect(outcome(...loweredToLow, ranked('medium'), ranked('high'))).toEqual(['low']);
  });

  test('above what the second person saw voids it, even where the first one saw it as high', () => {
    const lowered = [ranked('severe'), proposed('a', 'ann', 'low'), ranked('medium'), approved('a', 'ben')];
    expect(outcome(...lowered)).toEqual(['low']);
    expect(outcome(...lowered, ranked('severe'))).toEqual(['severe', 'voided']);
  });

  test('above a raised one takes its place', () => {
    expect(outcome(ranked('low'), proposed('a', 'ann', 'high'), ranked('severe'))).toEqual([
      'severe',
      'voided',
    ]);
  });

  test('voids a proposal that waits: nobody approves what was asked of another rank', () => {
    const waiting = [ranked('high'), proposed('a', 'ann', 'low'), ranked('severe', true)];
    expect(outcome(...waiting)).toEqual(['severe', 'voided']);
    expect(codeOf(waiting, approved('a', 'ben'))).toBe('OVERRIDE_NOT_OPEN');
  });

  test('that voids an override ends the proposal to go back with it', () => {
    const back = [ranked('low'), proposed('a', 'ann', 'high'), proposed('b', 'ann', 'automatic')];
    expect(outcome(...back, ranked('severe'))).toEqual(['severe', 'voided', 'completed']);
  });
});

describe('an event that may not happen', () => {
  test.each([
    ['OVERRIDE_PERSON', { ...proposed('a', ' ', 'severe') }],
    ['OVERRIDE_REASON', { ...proposed('a', 'ann', 'severe'), reason: 'too   late' }],
    ['OVERRIDE_EVIDENCE', { ...proposed('a', 'ann', 'severe'), evidence: [' '] }],
    ['OVERRIDE_NOTHING', proposed('a', 'ann', 'automatic')],
    ['OVERRIDE_NOT_OPEN', approved('a', 'ann')],
    ['OVERRIDE_NOT_OPEN', withdrawn('a', 'ann')],
  ] as const)('is refused as %s and changes nothing', (code, event) => {
    expect(codeOf([], event)).toBe(code);
    expect(applyOverrideEvent(noOverride, event)).toBe(noOverride);
  });

  test('is a second use of an id', () => {
    expect(codeOf(loweredToLow, proposed('a', 'cat', 'severe'))).toBe('OVERRIDE_KNOWN');
  });
});

const person = fc.constantFrom('ann', 'ben', 'cat');
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const rank = fc.constantFrom(...ranks);
const target = fc.constantFrom<OverrideTarget>(...ranks, 'automatic');
const event: fc.Arbitrary<OverrideEvent> = fc.oneof(
  fc.tuple(fc.option(rank), fc.boolean()).map(([to, exploited]) => ranked(to, exploited)),
  fc.tuple(id, person, target).map(([a, b, to]) => proposed(a, b, to)),
  fc.tuple(id, person).map(([a, b]) => approved(a, b)),
  fc.tuple(id, person).map(([a, b]) => approved(a, b)),
  fc.tuple(id, person).map(([a, b]) => refused(a, b)),
  fc.tuple(id, person).map(([a, b]) => withdrawn(a, b)),
);
const history = fc.array(event, { maxLength: 30 });

function everyStep(
  events: readonly OverrideEvent[],
  check: (before: OverrideState, event: OverrideEvent, after: OverrideState) => void,
): void {
  events.reduce((before, next) => {
    const after = applyOverrideEvent(before, next);
    check(before, next, after);
    return after;
  }, noOverride);
}

describe('no history', () => {
  test('has a downward override in force with one person only', () => {
    let downward = 0;
    fc.assert(
      fc.property(history, (events) => {
        everyStep(events, (_before, _event, { active, automatic }) => {
          if (active === null || !isAbove(effectiveRank(automatic.rank), active.to)) return;
          downward += 1;
          expect(active.approvedBy).not.toBeNull();
          expect(active.approvedBy).not.toBe(active.proposedBy);
        });
      }),
      { numRuns: 20_000 },
    );
    expect(downward).toBeGreaterThan(100);
  });

  test('lets a person lower the rank in force other than by approving another person', () => {
    fc.assert(
      fc.property(history, (events) => {
        everyStep(events, (before, next, after) => {
          const [was, is] = [before, after].map((state) => effectiveRank(rankInForce(state)));
          if (next.kind === 'ranked' || was === undefined || is === undefined || !isAbove(was, is)) return;
          expect(next.kind).toBe('approved');
          expect(before.pending?.proposedBy).not.toBe(next.person);
        });
      }),
      { numRuns: 20_000 },
    );
  });

  test('loses a proposal, or ends one twice', () => {
    fc.assert(
      fc.property(history, (events) => {
        let accepted = 0;
        everyStep(events, (before, next, after) => {
          if (next.kind === 'proposed' && after !== before) accepted += 1;
          const { active, pending, ended } = after;
          const ids = [active?.id, pending?.id, ...ended.map(({ override }) => override.id)];
          const known = ids.filter((one) => one !== undefined);
          expect(known).toHaveLength(accepted);
          expect(new Set(known).size).toBe(accepted);
          expect(ended.slice(0, before.ended.length)).toEqual(before.ended);
        });
      }),
    );
  });

  test('leaves a proposal to go back to the automatic rank without an override', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { active, pending } = reduceOverrides(events);
        expect(active === null && pending?.to === 'automatic').toBe(false);
      }),
    );
  });
});

describe('a proposal from outside', () => {
  const good = { to: 'low', reason: ` ${reason} `, evidence: ['ticket 4711'] };

  test('keeps its known fields, trimmed', () => {
    expect(validateProposal(good)).toEqual({ to: 'low', reason, evidence: ['ticket 4711'] });
  });

  test.each([
    ['to', { ...good, to: 'critical' }],
    ['reason', { ...good, reason: 'no       reason'.slice(0, 9) }],
    ['reason', { ...good, reason: 'x'.repeat(2_001) }],
    ['evidence', { ...good, evidence: [] }],
    ['evidence.0', { ...good, evidence: [7] }],
    ['evidence.1', { ...good, evidence: ['a', 'x'.repeat(501)] }],
    ['evidence', { ...good, evidence: Array.from({ length: 21 }, () => 'a') }],
    ['approver', { ...good, approver: 'ann' }],
    ['decision', null],
  ])('is refused with its field %s', (field, input) => {
    expect(() => validateProposal(input)).toThrowError(
      expect.objectContaining({ code: 'DECISION_INVALID', where: { field } }),
    );
  });
});
