import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbove, ranks } from '../policy/rank.ts';
import type { ExceptionEvent } from './exception-event.ts';
import { defaultExceptionLimits } from './exception-limits.ts';
import type { ApproverRole } from './exception-limits.ts';
import { conditionsOf, endOfApproval, statusAt } from './exception-state.ts';
import type { ExceptionState } from './exception-state.ts';
import { applyException, contentHash, reduceException } from './exception.ts';
import { refuseException } from './refuse-exception.ts';
import { scriptedApproval, scriptedContent } from './scripted-exception.ts';
import { emptySeats } from './seats.ts';

const strict = { assessorMayApprove: false };
const targets = [{ findingId: 'finding-1', assetId: 'asset-1' }];
const content = scriptedContent();
const hash = contentHash(content, targets);
const reason = 'A reason long enough.';

/** People by the roles that they hold; the first asks most of the time. */
const roles: Readonly<Record<string, readonly ApproverRole[]>> = {
  ana: [],
  max: ['manager'],
  mia: ['manager'],
  ida: ['ciso'],
  all: ['ciso', 'manager', 'administrator'],
};
const people = Object.keys(roles);

const kinds = {
  asking: ['requested', 'requested', 'requested', 'edited', 'withdrawn', 'drafted'],
  deciding: [
    'approved',
    'approved',
    'approved',
    'approved',
    'approved',
    'assessed',
    'change-requested',
    'refused',
    'revoked',
    'suspended',
    'condition-met',
    'condition-met',
  ],
} as const satisfies Record<string, readonly ExceptionEvent['kind'][]>;

/** Anybody tries anything; mostly one person asks, and the level that is asked for stays the same. */
const commandOf = (tried: readonly ExceptionEvent['kind'][], mostly: readonly string[]) =>
  fc.record({
    kind: fc.constantFrom(...tried),
    person: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...mostly) },
      { weight: 1, arbitrary: fc.constantFrom(...people) },
    ),
    step: fc.integer({ min: 0, max: 40 }),
    level: fc.oneof(
      { weight: 2, arbitrary: fc.constant('severe' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...ranks) },
    ),
    title: fc.constantFrom('Keep the old version', 'Keep it on one host'),
    life: fc.integer({ min: 1, max: 400 }),
    /** After how long a condition of an approval is too late; null = it has none. */
    wait: fc.oneof(
      { weight: 2, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.integer({ min: 30, max: 300 }) },
    ),
    /** Which of the conditions that there are is confirmed. */
    which: fc.nat({ max: 3 }),
  });
const command = fc.oneof(commandOf(kinds.asking, ['all']), commandOf(kinds.deciding, ['max', 'ida']));

type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** Long enough that many histories come to an approval. */
const histories = fc.array(command, { minLength: 10, maxLength: 60 });

function eventOf(
  { kind, person, level, title, life, wait, which }: Command,
  state: ExceptionState,
  at: number,
): ExceptionEvent {
  const said = { at, person };
  const known = state.content ?? content;
  if (kind === 'drafted' || kind === 'edited') return { kind, ...said, content: scriptedContent({ title }) };
  if (kind === 'requested') return { kind, ...said, hash: contentHash(known, targets), targets };
  if (kind === 'assessed') return { kind, ...said, recommendation: 'approve', reason };
  if (kind === 'approved')
    return scriptedApproval({
      ...said,
      level,
      hash: contentHash(known, targets),
      roles: roles[person] ?? [],
      expiresAt: at + life,
      conditions:
        wait === null
          ? []
          : [{ id: `C${at}-${person}`, text: reason, due: '2026-06-01', lapsesAt: at + wait }],
    });
  if (kind === 'condition-met') {
    const known = conditionsOf(state);
    return { kind, ...said, condition: known[which % (known.length || 1)]?.id ?? 'none', reason };
  }
  return { kind, ...said, reason };
}

/** Only what may happen happens; the history of what did. */
function play(commands: readonly Command[]) {
  const events: ExceptionEvent[] = [{ kind: 'drafted', at: 0, person: 'all', content }];
  let [state, at] = [reduceException(events), 0];
  for (const one of commands) {
    at += one.step;
    const event = eventOf(one, state, at);
    if (refuseException(state, event, strict) !== null) continue;
    events.push(event);
    state = applyException(state, event);
  }
  return { events, state, at };
}

describe('four eyes over random histories', () => {
  it('nobody who drafted, edited or asked approves, assesses or refuses', () => {
    fc.assert(
      fc.property(histories, (commands) => {
        const { events } = play(commands);
        const asked = new Set<string>();
        for (const { kind, person } of events) {
          if (['drafted', 'edited', 'requested'].includes(kind)) asked.add(person);
          else if (!['withdrawn', 'revoked', 'suspended'].includes(kind)) expect(asked).not.toContain(person);
        }
      }),
    );
  });

  it('an approved one has every seat of its level filled by another person, for the content that stands', () => {
    fc.assert(
      fc.property(histories, (commands) => {
        const { state } = play(commands);
        if (state.approval === null) return;
        const { level } = state.approval;
        expect(emptySeats(defaultExceptionLimits.approvers[level], state.approvals)).toEqual([]);
        expect(new Set(state.approvals.map(({ person }) => person)).size).toBe(state.approvals.length);
        for (const approval of state.approvals) {
          expect(approval.hash).toBe(contentHash(state.content ?? content, targets));
          expect(isAbove(level, approval.level)).toBe(false);
          expect(state.assessors).not.toContain(approval.person);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

it('the histories come to approvals, of one seat and of two', () => {
  const ends = fc.sample(histories, { numRuns: 600, seed: 7 }).map((commands) => play(commands).state);
  const seats = ends.filter(({ step }) => step === 'approved').map(({ approvals }) => approvals.length);
  expect(seats.filter((count) => count === 1).length).toBeGreaterThan(30);
  expect(seats.filter((count) => count === 2).length).toBeGreaterThan(30);
});

/** The model's own reading: when each condition was too late that nobody had confirmed before. */
function missedAt(events: readonly ExceptionEvent[], { approvals }: ExceptionState): number[] {
  return approvals
    .flatMap(({ conditions }) => conditions ?? [])
    .filter(
      ({ id, lapsesAt }) =>
        !events.some(
          (event) => event.kind === 'condition-met' && event.condition === id && event.at < lapsesAt,
        ),
    )
    .map(({ lapsesAt }) => lapsesAt);
}

it('the histories have conditions that are met, and such that are missed while nothing else ends it', () => {
  const ends = fc.sample(histories, { numRuns: 3000, seed: 11 }).map((commands) => play(commands));
  const approved = ends.filter(({ state }) => state.approval !== null);
  expect(
    approved.filter(({ events }) => events.some(({ kind }) => kind === 'condition-met')).length,
  ).toBeGreaterThan(20);
  const missed = approved.filter(
    ({ state: { approval } }) =>
      approval !== null && endOfApproval(approval, null).at === approval.conditionLapsesAt,
  );
  expect(missed.length).toBeGreaterThan(20);
});

describe('what time does, against a model with a clock that moves and restarts', () => {
  it('is active exactly from its approval until before the earliest end, whenever it is asked', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 8 });
    const lapse = fc.option(fc.integer({ min: 0, max: 3_000 }));
    fc.assert(
      fc.property(histories, moments, lapse, (commands, asked, lapsesAt) => {
        const { events } = play(commands);
        const edges = events.flatMap((one) =>
          'expiresAt' in one
            ? [one.expiresAt, ...(one.conditions ?? []).map(({ lapsesAt }) => lapsesAt)].flatMap((end) => [
                end - 1,
                end,
              ])
            : [one.at],
        );
        for (const at of [...asked, ...edges]) {
          // A restart reads the log anew and knows nothing else; the model walks through it by hand.
          const state = reduceException(events);
          const granted = events.find(
            (event, index) =>
              event.kind === 'approved' && reduceException(events.slice(0, index + 1)).step === 'approved',
          );
          const ends = events.flatMap((event) =>
            event.kind === 'revoked' || event.kind === 'suspended' ? [event.at] : [],
          );
          const last = Math.min(
            ...state.approvals.flatMap((one) => one.expiresAt),
            ...ends,
            ...missedAt(events, state),
            ...(lapsesAt === null ? [] : [lapsesAt]),
          );
          const active = granted !== undefined && at >= granted.at && at < last;
          if (at < (granted?.at ?? Infinity)) continue;
          expect(statusAt(state, at, lapsesAt) === 'active').toBe(active);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names the graver of two ends at the same instant', () => {
    const approval = {
      approvedAt: 0,
      until: '2026-06-30',
      expiresAt: 9,
      level: 'high',
      revokedAt: 9,
      suspendedAt: 9,
      conditionLapsesAt: null,
    } as const;
    expect(endOfApproval(approval, null)).toEqual({ at: 9, why: 'revoked' });
    expect(endOfApproval({ ...approval, revokedAt: null }, null)).toEqual({ at: 9, why: 'suspended' });
    expect(endOfApproval({ ...approval, revokedAt: null, suspendedAt: null }, 5)).toEqual({
      at: 5,
      why: 'suspended',
    });
  });
});

describe('what an approval is of', () => {
  const drafted: ExceptionEvent = { kind: 'drafted', at: 1, person: 'ana', content };
  const requested: ExceptionEvent = { kind: 'requested', at: 2, person: 'ana', hash, targets };
  const approval = scriptedApproval({ at: 3, person: 'max', hash, roles: ['manager'] });

  it('another content or other findings have another hash, the order of findings has none', () => {
    const other = { findingId: 'finding-2', assetId: 'asset-1' };
    expect(contentHash({ ...content, until: '2026-06-29' }, targets)).not.toBe(hash);
    expect(contentHash(content, [...targets, other])).not.toBe(hash);
    expect(contentHash(content, [...targets, other])).toBe(contentHash(content, [other, ...targets]));
  });

  it('an approval given for something less urgent does not count when the worst rank has risen', () => {
    const low = scriptedApproval({ at: 3, person: 'max', hash, roles: ['manager'], level: 'severe' });
    const state = reduceException([
      drafted,
      requested,
      { ...low, level: 'high', seats: [['ciso'], ['manager']] } as ExceptionEvent,
    ]);
    const chief = scriptedApproval({ at: 4, person: 'ida', hash, roles: ['ciso'], level: 'severe' });
    expect(applyException(state, chief)).toMatchObject({
      step: 'in-assessment',
      approvals: [{ person: 'ida' }],
    });
  });

  it('the shortest last day of several approvals holds', () => {
    const severe = { hash, level: 'severe' } as const;
    const state = reduceException([
      drafted,
      requested,
      scriptedApproval({ ...severe, at: 3, person: 'max', roles: ['manager'], expiresAt: 50 }),
      scriptedApproval({ ...severe, at: 4, person: 'ida', roles: ['ciso'], expiresAt: 90 }),
    ]);
    expect(state.approval).toMatchObject({ approvedAt: 4, expiresAt: 50 });
  });

  it('a stale hash is refused, as is a later day than the one asked for', () => {
    const state = reduceException([drafted, requested]);
    const code = (event: ExceptionEvent) => refuseException(state, event, strict)?.code ?? null;
    expect(code(approval)).toBeNull();
    expect(code({ ...approval, hash: 'f'.repeat(64) } as ExceptionEvent)).toBe('STALE_VERSION');
    expect(code({ ...approval, until: '2026-07-01' } as ExceptionEvent)).toBe('EXCEPTION_PERIOD');
    expect(code({ ...approval, reason: 'short' } as ExceptionEvent)).toBe('EXCEPTION_REASON');
  });
});

describe('seats', () => {
  it('two people with overlapping roles fill two seats, one person with both roles only one', () => {
    const seats = [['manager', 'ciso'], ['manager']] as const;
    const ida = { person: 'ida', roles: ['ciso'] } as const;
    const max = { person: 'max', roles: ['manager'] } as const;
    expect(emptySeats(seats, [max, ida])).toEqual([]);
    expect(emptySeats(seats, [{ person: 'all', roles: ['ciso', 'manager'] }])).toHaveLength(1);
  });
});

describe('conditions of an approval', () => {
  const condition = { id: 'C3-1', text: 'Log every connection.', due: '2026-06-01', lapsesAt: 50 };
  const asked: readonly ExceptionEvent[] = [
    { kind: 'drafted', at: 1, person: 'ana', content },
    { kind: 'requested', at: 2, person: 'ana', hash, targets },
    scriptedApproval({ at: 3, person: 'max', hash, roles: ['manager'], conditions: [condition] }),
  ];
  const met = (at: number, person = 'ida'): ExceptionEvent => ({
    kind: 'condition-met',
    at,
    person,
    condition: 'C3-1',
    reason,
  });
  const code = (state: ExceptionState, event: ExceptionEvent) =>
    refuseException(state, event, strict)?.code ?? null;

  it('one that is not confirmed suspends it from the first instant after its day, one that is does not', () => {
    const open = reduceException(asked);
    expect([49, 50].map((at) => statusAt(open, at, null))).toEqual(['active', 'suspended']);
    const kept = reduceException([...asked, met(49)]);
    expect([49, 50, 999, 1_000].map((at) => statusAt(kept, at, null))).toEqual([
      'active',
      'active',
      'active',
      'expired',
    ]);
  });

  it('is confirmed once, in time, and by nobody who asked', () => {
    const open = reduceException(asked);
    expect(code(open, met(49))).toBeNull();
    expect(code(open, met(49, 'ana'))).toBe('FOUR_EYES');
    expect(code(open, met(50))).toBe('CONDITION_MISSED');
    expect(code(applyException(open, met(10)), met(11))).toBe('CONDITION_UNKNOWN');
    expect(code(open, { ...met(10), condition: 'other' } as ExceptionEvent)).toBe('CONDITION_UNKNOWN');
  });

  it('a second approval does not come after the day of a condition of the first', () => {
    const severe = { hash, level: 'severe' } as const;
    const first = scriptedApproval({
      ...severe,
      at: 3,
      person: 'max',
      roles: ['manager'],
      conditions: [condition],
    });
    const state = reduceException([...asked.slice(0, 2), first]);
    const second = (at: number) => scriptedApproval({ ...severe, at, person: 'ida', roles: ['ciso'] });
    expect(code(state, second(49))).toBeNull();
    expect(code(state, second(50))).toBe('CONDITION_MISSED');
    expect(code(applyException(state, met(10)), second(50))).toBeNull();
  });
});
