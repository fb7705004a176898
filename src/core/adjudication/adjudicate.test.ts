import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../errors.ts';
import { applyAdjudicationEvent, checkAdjudication, reduceAdjudications } from './adjudicate.ts';
import { validateAdjudication } from './adjudication-event.ts';
import type { AdjudicationEvent, AdjudicationVerdict } from './adjudication-event.ts';
import { noAdjudication } from './adjudication-state.ts';
import type { AdjudicationState } from './adjudication-state.ts';
import { adjudicationTimeline, mergeFacts } from './adjudication-timeline.ts';

const said = { reason: 'Backported by the vendor.', evidence: ['TICKET-1'] };
type Place = { at?: number; id?: string; verdict?: AdjudicationVerdict; basis?: string };
const proposed = (person: string, place: Place = {}): AdjudicationEvent => ({
  ...{ kind: 'proposed', at: 1, person, id: 'a', verdict: 'false-positive', basis: 'v1', ...said },
  ...place,
});
const approved = (person: string, id = 'a', at = 2): AdjudicationEvent => ({
  ...{ kind: 'approved', at, person, id },
});
const ends = (kind: 'refused' | 'withdrawn' | 'reversed', person: string, id = 'a'): AdjudicationEvent => ({
  ...{ kind, at: 3, person, id, reason: said.reason },
});
const faced = (basis: string, at = 4): AdjudicationEvent => ({ kind: 'faced', at, person: null, basis });

function codeOf(state: AdjudicationState, event: AdjudicationEvent): string | null {
  try {
    checkAdjudication(state, event);
    return null;
  } catch (error) {
    return isAppError(error) ? error.code : 'other';
  }
}

describe('an adjudication', () => {
  it('waits for a second person and holds from the approval', () => {
    const waiting = reduceAdjudications([proposed('ana')]);
    expect(waiting).toMatchObject({ active: null, pending: { id: 'a' } });
    expect(reduceAdjudications([proposed('ana'), approved('max')])).toMatchObject({
      active: { approvedBy: 'max', activeFrom: 2 },
      pending: null,
    });
  });

  it('is not approved by the person who proposed it, whatever the account', () => {
    const state = reduceAdjudications([proposed('ana')]);
    expect(codeOf(state, approved('ana'))).toBe('ADJUDICATION_SAME_PERSON');
    expect(applyAdjudicationEvent(state, approved('ana'))).toBe(state);
  });

  it('has one winner when two persons decide at once', () => {
    const state = reduceAdjudications([proposed('ana'), approved('max')]);
    expect(codeOf(state, ends('refused', 'ida'))).toBe('ALREADY_DECIDED');
    expect(codeOf(state, approved('ida'))).toBe('ALREADY_DECIDED');
  });

  it('is withdrawn by its author alone and refused by another', () => {
    const state = reduceAdjudications([proposed('ana')]);
    expect(codeOf(state, ends('withdrawn', 'max'))).toBe('ADJUDICATION_NOT_YOURS');
    expect(codeOf(state, ends('refused', 'ana'))).toBe('ADJUDICATION_SAME_PERSON');
    expect(codeOf(state, ends('withdrawn', 'ana'))).toBeNull();
  });

  it('is reversed by one person, except that a tool was right', () => {
    const state = reduceAdjudications([proposed('ana'), approved('max')]);
    expect(applyAdjudicationEvent(state, ends('reversed', 'ana')).active).toBeNull();
    const opened = reduceAdjudications([proposed('ana', { verdict: 'tool-right' }), approved('max')]);
    expect(codeOf(opened, ends('reversed', 'ana'))).toBe('ADJUDICATION_LOOSENS');
  });

  it('is void when what it rests on changes, waiting or in force', () => {
    const waiting = reduceAdjudications([faced('v1', 0), proposed('ana'), faced('v2')]);
    expect(waiting).toMatchObject({ pending: null, ended: [{ why: 'voided', by: null }] });
    const inForce = reduceAdjudications([faced('v1', 0), proposed('ana'), approved('max'), faced('v2')]);
    expect(inForce).toMatchObject({ active: null, ended: [{ why: 'voided', at: 4 }] });
    const kept = reduceAdjudications([proposed('ana'), approved('max'), faced('v1')]);
    expect(kept.active?.id).toBe('a');
  });

  it('that a tool was right outlives another version', () => {
    const decided = [proposed('ana', { verdict: 'tool-right' }), approved('max')];
    expect(reduceAdjudications([...decided, faced('v2')]).active?.id).toBe('a');
  });

  it('is void at once where a scan of before has shown other facts', () => {
    const events = mergeFacts([{ at: 0, basis: 'v2' }], [proposed('ana'), approved('max')]);
    expect(reduceAdjudications(events)).toMatchObject({ active: null, pending: null, ended: [{ at: 1 }] });
  });

  it('tells every status with its instant', () => {
    const events = [proposed('ana'), approved('max'), ends('reversed', 'ida')];
    expect(adjudicationTimeline(events).map(({ status, at }) => [status, at])).toEqual([
      ['waiting', 1],
      ['in-force', 2],
      ['ended', 3],
    ]);
  });
});

describe('a proposal from outside', () => {
  it('wants a verdict of its subject, a reason and evidence', () => {
    expect(validateAdjudication('finding', { verdict: 'duplicate', ...said }).verdict).toBe('duplicate');
    for (const wrong of [
      { verdict: 'tool-right', ...said },
      { verdict: 'duplicate', ...said, reason: 'short' },
      { verdict: 'duplicate', ...said, evidence: [] },
    ])
      expect(() => validateAdjudication('finding', wrong)).toThrow(/verdict|reason|evidence/);
  });
});

describe('random histories', () => {
  const person = fc.constantFrom('ana', 'max', 'ida');
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const verdict = fc.constantFrom('false-positive' as const, 'duplicate' as const, 'tool-right' as const);
  const basis = fc.constantFrom('v1', 'v2');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('faced' as const), person: fc.constant(null), basis }),
    fc.record({ kind: fc.constant('proposed' as const), person, id, verdict, basis, ...constants() }),
    fc.record({ kind: fc.constant('approved' as const), person, id }),
    fc.record({
      kind: fc.constantFrom('refused' as const, 'withdrawn' as const, 'reversed' as const),
      ...{ person, id, reason: fc.constant(said.reason) },
    }),
  );
  function constants() {
    return { reason: fc.constant(said.reason), evidence: fc.constant(said.evidence) };
  }
  const history = fc
    .array(step, { maxLength: 30 })
    .map((steps) => steps.map((one, at): AdjudicationEvent => ({ ...one, at })));

  it('never hold by one person, and rest on the facts shown last', () => {
    fc.assert(
      fc.property(history, (events) => {
        let state = noAdjudication;
        for (const event of events) {
          state = applyAdjudicationEvent(state, event);
          const { active, pending } = state;
          if (active) expect(active.approvedBy).not.toBe(active.proposedBy);
          if (active && active.verdict !== 'tool-right' && state.basis !== null)
            expect(active.basis).toBe(state.basis);
          if (pending) expect(pending.approvedBy).toBeNull();
        }
      }),
    );
  });

  it('lose no proposal: each waits, holds or has ended once', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { active, pending, ended } = reduceAdjudications(events);
        const ids = [active?.id, pending?.id, ...ended.map(({ adjudication }) => adjudication.id)];
        const named = ids.filter((one) => one !== undefined);
        expect(new Set(named).size).toBe(named.length);
        const told = adjudicationTimeline(events).filter(({ status }) => status === 'ended');
        expect(told).toHaveLength(ended.length);
      }),
    );
  });
});
