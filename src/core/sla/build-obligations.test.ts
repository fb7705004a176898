import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstTemplate } from '../policy/policy.ts';
import type { PolicyRule, PolicyVersion } from '../policy/policy.ts';
import { fromIso, toIso } from '../time.ts';
import { buildObligations, ruleIds } from './build-obligations.ts';
import type { InputChange, ObligationHistory } from './build-obligations.ts';
import { causeText, earliestBinding, rowInForce, validTo } from './obligation.ts';
import type { ObligationRow } from './obligation.ts';

const at = (day: string): number => fromIso(`${day}T08:00:00.000Z`);
const due = (rows: readonly ObligationRow[]): string[] => rows.map((row) => toIso(row.dueAt).slice(0, 10));

const all = (limit: string): PolicyRule['limits'] => ({
  severe: limit,
  high: limit,
  medium: limit,
  low: limit,
});
const base = firstTemplate('UTC', at('2026-01-01'));
const policy = (rules: PolicyRule[], change: Partial<PolicyVersion> = {}): PolicyVersion => ({
  ...base,
  rules,
  ...change,
});
const rule = (change: Partial<PolicyRule>): PolicyRule => ({
  id: 'own',
  name: 'Rule',
  clock: 'first_detected',
  limits: all('P30D'),
  binding: 'own',
  ...change,
});

function history(change: Partial<ObligationHistory>): ObligationHistory {
  const clocks = { firstDetectedAt: at('2026-05-01'), released: '2026-04-20' };
  return {
    policies: [base],
    initial: { clocks, attributes: { rank: 'high' } },
    changes: [],
    closed: [],
    ...change,
  };
}

describe('rows for changed inputs', () => {
  it('a KEV listing starts the clock of a KEV rule, which had no row before', () => {
    const policies = [
      policy([rule({ id: 'kev', clock: 'kev_listed', limits: all('P14D'), binding: 'must' })]),
    ];
    const listing: InputChange = { at: at('2026-05-10'), cause: 'kev', clocks: { kevListed: '2026-05-08' } };
    expect(buildObligations(history({ policies }), 'kev')).toEqual([]);
    const rows = buildObligations(history({ policies, changes: [listing] }), 'kev');
    expect(rows).toMatchObject([{ cause: 'kev', clockBasis: 'kev', validFrom: at('2026-05-10') }]);
    expect(due(rows)).toEqual(['2026-05-22']);
  });

  it('the first rule of a list whose conditions hold wins, and exposure moves the finding to another', () => {
    const list = [
      rule({ conditions: { exposure: ['internet'] }, limits: all('P7D') }),
      rule({ conditions: { exposure: ['internal'] } }),
    ];
    const exposed: InputChange = {
      at: at('2026-05-04'),
      cause: 'exposure',
      attributes: { exposure: 'internet' },
    };
    const initial = {
      clocks: history({}).initial.clocks,
      attributes: { rank: 'high', exposure: 'internal' },
    } as const;
    const rows = buildObligations(history({ policies: [policy(list)], initial, changes: [exposed] }), 'own');
    expect(due(rows)).toEqual(['2026-05-31', '2026-05-08']);
    expect(rows[1]?.cause).toBe('exposure');
  });

  it('leaving the scope of a rule withdraws its deadline; coming back gives a new row', () => {
    const policies = [policy([rule({ conditions: { scope: ['pci'] } })])];
    const initial = {
      clocks: history({}).initial.clocks,
      attributes: { rank: 'high', scopes: ['pci'] },
    } as const;
    const changes: InputChange[] = [
      { at: at('2026-05-05'), cause: 'scope', attributes: { scopes: [] } },
      { at: at('2026-05-09'), cause: 'scope', attributes: { scopes: ['pci'] } },
    ];
    const rows = buildObligations(history({ policies, initial, changes }), 'own');
    expect(rows.map(({ withdrawn }) => withdrawn)).toEqual([false, true, false]);
    expect(rowInForce(rows, at('2026-05-06'))).toBeNull();
    expect(rowInForce(rows, at('2026-05-09'))).toBe(rows[2]);
    expect(validTo(rows, 0)).toBe(at('2026-05-05'));
    expect(validTo(rows, 2)).toBeNull();
  });

  it('a moved unit appends a row with the same due date, an unchanged input appends none', () => {
    const unit = (day: string, name: string): InputChange => ({
      at: at(day),
      cause: 'unit',
      attributes: { unit: name },
    });
    const changes = [unit('2026-05-05', 'sales'), unit('2026-05-06', 'sales')];
    const rows = buildObligations(history({ changes }), 'own');
    expect(due(rows)).toEqual(['2026-05-31', '2026-05-31']);
    expect(rows[1]).toMatchObject({ cause: 'unit', validFrom: at('2026-05-05') });
  });

  it('ranking an unknown rank as high keeps the deadline, a release learnt changes what the start rests on', () => {
    const clocks = { firstDetectedAt: at('2026-05-01'), released: null };
    const changes: InputChange[] = [
      { at: at('2026-05-03'), cause: 're-rank', attributes: { rank: 'high' } },
      { at: at('2026-05-04'), cause: 'advisory', clocks: { released: '2026-04-20' } },
    ];
    const rows = buildObligations(
      history({ initial: { clocks, attributes: { rank: null } }, changes }),
      'own',
    );
    expect(rows.map(({ clockBasis, cause }) => [clockBasis, cause])).toEqual([
      ['proxy', 'first'],
      ['proxy', 're-rank'],
      ['detected', 'advisory'],
    ]);
    expect(new Set(due(rows)).size).toBe(1);
  });

  it('a superseding fix keeps the earliest clock', () => {
    const policies = [policy([rule({ clock: 'patch_released' })])];
    const later: InputChange = {
      at: at('2026-05-10'),
      cause: 'superseded',
      clocks: { released: '2026-05-09' },
    };
    const earlier: InputChange = {
      at: at('2026-05-12'),
      cause: 'superseded',
      clocks: { released: '2026-04-01' },
    };
    const rows = buildObligations(history({ policies, changes: [later, earlier] }), 'own');
    expect(due(rows)).toEqual(['2026-05-20', '2026-05-01']);
  });

  it('a closed finding gets no row; what changed meanwhile counts from the reopening', () => {
    const changes: InputChange[] = [
      { at: at('2026-05-10'), cause: 're-rank', attributes: { rank: 'severe' } },
    ];
    const from = at('2026-05-08');
    expect(buildObligations(history({ changes, closed: [{ from, until: null }] }), 'own')).toHaveLength(1);
    const reopened = buildObligations(
      history({ changes, closed: [{ from, until: at('2026-05-20') }] }),
      'own',
    );
    expect(reopened[1]).toMatchObject({ cause: 're-rank', validFrom: at('2026-05-20') });
  });
});

describe('policy versions', () => {
  const second = policy([rule({ limits: all('P10D') })], { version: 2, effectiveFromAt: at('2026-05-05') });
  const open = { ...second, alsoOpen: { grace: 'P7D' } };

  it('the version in force at clock start governs, and a re-rank keeps it', () => {
    const changes: InputChange[] = [{ at: at('2026-05-10'), cause: 're-rank', attributes: { rank: 'low' } }];
    const rows = buildObligations(history({ policies: [base, second], changes }), 'own');
    expect(rows.map(({ policyVersion }) => policyVersion)).toEqual([1, 1]);
  });

  it('a clock that starts on the effective date is governed by the new version', () => {
    const initial = {
      clocks: { firstDetectedAt: at('2026-05-05'), released: null },
      attributes: { rank: null },
    };
    expect(buildObligations(history({ policies: [base, open], initial }), 'own')).toMatchObject([
      { policyVersion: 2, limit: 'P10D' },
    ]);
  });

  it('no second row when it would not be earlier, or the finding is closed on that date', () => {
    const long = { ...open, rules: [rule({ limits: all('P60D') })] };
    expect(buildObligations(history({ policies: [base, long] }), 'own')).toHaveLength(1);
    const closed = [{ from: at('2026-05-04'), until: null }];
    expect(buildObligations(history({ policies: [base, open], closed }), 'own')).toHaveLength(1);
  });

  it('the grace still holds when later only the basis of the clock changes', () => {
    const initial = {
      clocks: { firstDetectedAt: at('2026-04-28'), released: null },
      attributes: { rank: null },
    };
    const changes: InputChange[] = [
      { at: at('2026-05-07'), cause: 'advisory', clocks: { released: '2026-04-20' } },
    ];
    const rows = buildObligations(history({ policies: [base, open], initial, changes }), 'own');
    expect(due(rows)).toEqual(['2026-05-28', '2026-05-12', '2026-05-12']);
    expect(rows.map(causeText)).toEqual(['first', 'policy 2', 'advisory']);
  });

  it('rules are listed once', () => {
    expect(ruleIds([base, second])).toEqual(['own']);
  });
});

describe('what operations follow', () => {
  it('is the earliest due of own and must rules, never of proposed or advisory ones', () => {
    const rules = (['own', 'must', 'proposed', 'advisory'] as const).map((binding, index) =>
      rule({ id: binding, binding, limits: all(`P${40 - index * 10}D`) }),
    );
    const inForce = rules.flatMap(({ id }) => buildObligations(history({ policies: [policy(rules)] }), id));
    expect(earliestBinding(inForce)?.rule).toBe('must');
    expect(earliestBinding([])).toBeNull();
  });
});

const anyChange = fc
  .record({
    day: fc.integer({ min: 0, max: 120 }),
    rank: fc.constantFrom('severe', 'high', 'medium', 'low'),
    released: fc.option(fc.constantFrom('2026-03-01', '2026-04-25')),
    kind: fc.constantFrom('rank', 'release'),
  })
  .map(({ day, rank, released, kind }): InputChange => {
    const when = at('2026-05-01') + day * 86_400_000;
    if (kind === 'rank') return { at: when, cause: 're-rank', attributes: { rank } };
    return { at: when, cause: 'advisory', clocks: { released } };
  });

describe('append-only', () => {
  const policies = [
    policy([...base.rules, rule({ id: 'release', clock: 'patch_released' })]),
    policy(
      [rule({ limits: all('P9D') }), rule({ id: 'release', clock: 'patch_released', limits: all('P8D') })],
      {
        version: 2,
        effectiveFromAt: at('2026-05-20'),
        alsoOpen: { grace: 'P3D' },
      },
    ),
  ];

  it('the rows of a longer history begin with those of the shorter one', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 8 }), fc.constantFrom('own', 'release'), (changes, id) => {
        const sorted = changes.toSorted((a, b) => a.at - b.at);
        const rows = buildObligations(history({ policies, changes: sorted }), id);
        const known = sorted.slice(0, -1);
        const lastAt = sorted.at(-1)?.at ?? Infinity;
        const before = buildObligations(history({ policies, changes: known }), id);
        const settled = before.filter(({ validFrom }) => validFrom < lastAt);
        expect(rows.slice(0, settled.length)).toEqual(settled);
        rows.forEach((row, index) =>
          expect(row.validFrom).toBeLessThanOrEqual(validTo(rows, index) ?? Infinity),
        );
      }),
      { numRuns: 500 },
    );
  });
});
