import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../sla/duration.ts';
import { entryProblems } from './check-entry.ts';
import { applyRegisterEvent, entryHash } from './register-entry.ts';
import type { EntryState } from './register-entry.ts';
import type { RegisterEvent } from './register-event.ts';
import { isRegisterName, kindOf, registerNames } from './register-kinds.ts';
import type { RegisterName } from './register-kinds.ts';
import { standingsOf } from './register-standing.ts';
import { refuseRegisterEvent } from './refuse-entry.ts';
import { scriptedEntry, scriptedRecord } from './scripted-entry.ts';

const zone = 'Europe/Berlin';
const day = (date: string) => Date.parse(`${date}T10:00:00Z`);
const reason = 'A reason long enough.';

const reduce = (events: readonly RegisterEvent[]): EntryState =>
  events.reduce<EntryState | null>(applyRegisterEvent, null) ?? expect.fail();

const recorded = (register: RegisterName, fields: Record<string, string>, at: number) =>
  reduce([scriptedRecord(register, scriptedEntry(register, fields), { at })]);

function standing(entries: Readonly<Record<string, EntryState>>, id: string) {
  const named = Object.entries(entries).map(([name, state]) => ({ id: name, state }));
  const { status, dueAt } = standingsOf(named, zone).get(id) ?? expect.fail();
  return `${status} ${dueAt === null ? 'none' : new Date(dueAt).toISOString()}`;
}

describe('the registry', () => {
  it.each(registerNames)('%s names fields that exist, and durations that are some', (name) => {
    const { fields, cadence, writers, approvers } = kindOf(name);
    const names = fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    const { interval } = cadence;
    for (const text of [interval.usual, interval.when?.interval ?? interval.usual])
      expect(() => parseDuration(text)).not.toThrow();
    const referred = [
      ...(interval.when ? [interval.when.field] : []),
      ...(cadence.of === 'entry' ? [] : [cadence.day]),
      ...(cadence.of === 'series' && cadence.counts ? [cadence.counts.field] : []),
      ...fields.flatMap(({ needed }) => (typeof needed === 'boolean' ? [] : [needed.field])),
    ];
    for (const field of referred) expect(names).toContain(field);
    expect(writers.length).toBeGreaterThan(0);
    expect(approvers?.length).not.toBe(0);
    expect(entryProblems(kindOf(name), scriptedEntry(name))).toEqual([]);
  });

  it('a targeted risk analysis has the elements of PCI DSS 12.3.1, a yearly review and an approver', () => {
    const { fields, cadence, approvers } = kindOf('risk-analyses');
    const needed = fields.filter((field) => field.needed === true).map(({ name }) => name);
    expect(needed).toEqual([
      'requirement',
      'assets',
      'threats',
      'factors',
      'result',
      'frequency',
      'justification',
    ]);
    expect(cadence).toEqual({ of: 'entry', interval: { usual: 'P12M' } });
    expect(approvers).toContain('ciso');
  });

  it('what an object has by nature is no register', () => {
    expect(isRegisterName('constructor')).toBe(false);
  });
});

describe('what an entry has to say', () => {
  it('a failed ASV scan says what failed, a passed one need not', () => {
    const of = (fields: Record<string, string>) =>
      entryProblems(kindOf('asv-scans'), scriptedEntry('asv-scans', fields)).map(({ field }) => field);
    expect(of({ result: 'fail', failing: ' ' })).toEqual(['failing']);
    expect(of({ result: 'pass', failing: '' })).toEqual([]);
  });

  it('a day that is none, an unknown choice, no number and no evidence are told by field', () => {
    const wrong = scriptedEntry('asv-scans', { completed: '2026-02-30', result: 'maybe' }, { evidence: [] });
    expect(entryProblems(kindOf('asv-scans'), wrong).map(({ field }) => field)).toEqual([
      'completed',
      'result',
      'files',
    ]);
    const counted = scriptedEntry('inventory-reconciliations', { matched: '-1' });
    expect(entryProblems(kindOf('inventory-reconciliations'), counted)).toHaveLength(1);
  });
});

describe('when something is due again', () => {
  it('a series counts from the day of the newest entry that counts, and older ones are past', () => {
    const entries = {
      old: recorded('asv-scans', { completed: '2026-01-10' }, day('2026-01-11')),
      late: recorded('asv-scans', { completed: '2026-04-05' }, day('2026-04-06')),
    };
    expect(standing(entries, 'old')).toBe('past none');
    expect(standing(entries, 'late')).toBe('current 2026-07-05T21:59:59.999Z');
  });

  it('a failed scan moves no date and is failing until a later one passes', () => {
    const failed = {
      pass: recorded('asv-scans', { completed: '2026-01-10' }, day('2026-01-11')),
      fail: recorded('asv-scans', { completed: '2026-04-05', result: 'fail' }, day('2026-04-06')),
    };
    expect(standing(failed, 'pass')).toBe('current 2026-04-10T21:59:59.999Z');
    expect(standing(failed, 'fail')).toBe('failing none');
    const again = recorded('asv-scans', { completed: '2026-04-20' }, day('2026-04-20'));
    expect(standing({ ...failed, again }, 'fail')).toBe('past none');
  });

  it('a service provider confirms the scope every six months, others every twelve', () => {
    const confirmed = (entity: string) => {
      const content = scriptedEntry('scope-confirmations', { confirmed: '2026-01-15', entity });
      const record = scriptedRecord('scope-confirmations', content, { at: day('2026-01-15') });
      const hash = entryHash('scope-confirmations', content);
      return reduce([record, { kind: 'approved', at: day('2026-01-20'), person: 'max', hash, reason }]);
    };
    expect(standing({ one: confirmed('merchant') }, 'one')).toBe('current 2027-01-15T22:59:59.999Z');
    expect(standing({ one: confirmed('service-provider') }, 'one')).toBe('current 2026-07-15T21:59:59.999Z');
  });

  it('another unit is another series', () => {
    const of = (unit: string, completed: string) =>
      reduce([
        scriptedRecord('asv-scans', scriptedEntry('asv-scans', { completed }, { unit }), {
          at: day(completed),
        }),
      ]);
    const entries = { shop: of('shop', '2026-01-10'), bank: of('bank', '2026-03-10') };
    expect(standing(entries, 'shop')).toContain('current');
    expect(standing(entries, 'bank')).toContain('current');
  });

  it('a significant change is due once, until it is confirmed', () => {
    const record = scriptedRecord(
      'significant-changes',
      scriptedEntry('significant-changes', { changed: '2026-05-01' }),
      { at: day('2026-05-02') },
    );
    expect(standing({ one: reduce([record]) }, 'one')).toBe('current 2026-05-31T21:59:59.999Z');
    const review = { kind: 'reviewed', result: 'confirmed', note: reason, evidence: [] } as const;
    expect(
      standing({ one: reduce([record, { ...review, at: day('2026-05-20'), person: 'ana' }]) }, 'one'),
    ).toBe('past none');
  });

  it('an analysis is due twelve months after its approval, then after each review that confirms it', () => {
    const content = scriptedEntry('risk-analyses');
    const hash = entryHash('risk-analyses', content);
    const record = scriptedRecord('risk-analyses', content, { at: day('2026-01-01') });
    const approved = { kind: 'approved', at: day('2026-02-01'), person: 'max', hash, reason } as const;
    const review = {
      kind: 'reviewed',
      at: day('2026-06-01'),
      person: 'max',
      note: reason,
      evidence: [],
    } as const;
    expect(standing({ one: reduce([record]) }, 'one')).toBe('waiting none');
    expect(standing({ one: reduce([record, approved]) }, 'one')).toBe('current 2027-02-01T22:59:59.999Z');
    expect(standing({ one: reduce([record, approved, { ...review, result: 'confirmed' }]) }, 'one')).toBe(
      'current 2027-06-01T21:59:59.999Z',
    );
    const unsure = reduce([record, approved, { ...review, result: 'change-needed' }]);
    expect(standing({ one: unsure }, 'one')).toBe('to-change 2027-02-01T22:59:59.999Z');
  });
});

describe('who may do what to an entry', () => {
  const content = scriptedEntry('risk-analyses');
  const other = scriptedEntry('risk-analyses', { result: 'Another result.' });
  const hash = entryHash('risk-analyses', content);
  const people = fc.constantFrom('ana', 'max', 'ida', 'mia');
  const said = fc.constantFrom('changed', 'approved', 'returned', 'reviewed', 'closed');
  const histories = fc.array(fc.tuple(said, people, fc.boolean()), { minLength: 3, maxLength: 14 });

  function eventOf(
    kind: string,
    person: string,
    { first, at }: { first: boolean; at: number },
  ): RegisterEvent {
    const written = first ? content : other;
    if (kind === 'changed')
      return { ...scriptedRecord('risk-analyses', written, { at, person }), kind } as RegisterEvent;
    if (kind === 'reviewed')
      return { kind, at, person, result: first ? 'confirmed' : 'change-needed', note: reason, evidence: [] };
    if (kind === 'closed') return { kind, at, person, reason };
    return { kind, at, person, hash: entryHash('risk-analyses', written), reason } as RegisterEvent;
  }

  it('nobody approves or confirms what they wrote a part of, whatever happened before', () => {
    let approvals = 0;
    fc.assert(
      fc.property(histories, (history) => {
        let state: EntryState | null = reduce([scriptedRecord('risk-analyses', content, { at: 0 })]);
        history.forEach(([kind, person, first], index) => {
          const event = eventOf(kind, person, { first, at: index + 1 });
          if (refuseRegisterEvent(state, event) !== null) return;
          const decides = kind === 'approved' || (event.kind === 'reviewed' && event.result === 'confirmed');
          if (decides) expect(state?.authors).not.toContain(person);
          if (kind === 'approved') approvals += 1;
          state = applyRegisterEvent(state, event);
          if (state?.approval) expect(state.authors).not.toContain(state.approval.person);
        });
      }),
      { numRuns: 500 },
    );
    expect(approvals).toBeGreaterThan(50);
  });

  it('another content, a short reason and a needless approval are refused by name', () => {
    const state = reduce([scriptedRecord('risk-analyses', content, { at: 0 })]);
    const approval = { kind: 'approved', at: 1, person: 'max', hash, reason } as const;
    const code = (event: RegisterEvent, of = state) => refuseRegisterEvent(of, event)?.code ?? null;
    expect(code(approval)).toBeNull();
    expect(code({ ...approval, hash: 'f'.repeat(64) })).toBe('STALE_VERSION');
    expect(code({ ...approval, reason: 'short' })).toBe('REGISTER_REASON');
    expect(code({ ...approval, person: 'ana' })).toBe('FOUR_EYES');
    expect(code(approval, recorded('scan-accounts', {}, 0))).toBe('REGISTER_NO_APPROVAL');
    expect(
      code({ ...scriptedRecord('risk-analyses', content, { at: 1 }), kind: 'changed' } as RegisterEvent),
    ).toBe('REGISTER_UNCHANGED');
  });
});
