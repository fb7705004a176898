import { describe, expect, it } from 'vitest';
import { workedExamples } from '../../../tests/fixtures/sla/worked-examples.ts';
import type { Question, Situation } from '../../../tests/fixtures/sla/worked-examples.ts';
import { firstTemplate } from '../policy/policy.ts';
import type { PolicyRule, PolicyVersion } from '../policy/policy.ts';
import { fromIso, toIso } from '../time.ts';
import { addDays, endOfLocalDay, startOfLocalDay } from './calendar.ts';
import { exceptionExpiresAt } from './exception.ts';
import type { SufficientScan } from './fixed-at.ts';
import { judgeFinding } from './judge-finding.ts';
import type { FindingFacts, RuleJudgement } from './judge-finding.ts';
import { causeText, earliestBinding } from './obligation.ts';
import type { ObligationRow } from './obligation.ts';

const zone = 'Europe/Berlin';

const everyRank = (limit: string): PolicyRule['limits'] => ({
  severe: limit,
  high: limit,
  medium: limit,
  low: limit,
});

const first: PolicyVersion = (() => {
  const template = firstTemplate(zone, startOfLocalDay('2026-01-01', zone));
  const others: PolicyRule[] = [
    { id: 'pci', name: 'PCI', clock: 'patch_released', limits: everyRank('P1M'), binding: 'must' },
    { id: 'hours', name: 'Hours', clock: 'first_detected', limits: everyRank('PT48H'), binding: 'own' },
    { id: 'evaluated', name: 'Evaluated', clock: 'evaluated', limits: everyRank('P30D'), binding: 'own' },
  ];
  return { ...template, rules: [...template.rules, ...others] };
})();

const eight: PolicyVersion = {
  ...first,
  version: 8,
  effectiveFromAt: startOfLocalDay('2026-09-10', zone),
  rules: first.rules.map((rule) =>
    rule.id === 'own' ? { ...rule, limits: { ...rule.limits, high: 'P14D' } } : rule,
  ),
};

const policies: Record<NonNullable<Situation['policies']>, PolicyVersion[]> = {
  first: [first],
  'eight-also-open': [first, { ...eight, alsoOpen: { grace: 'P7D' } }],
  'eight-new-only': [first, eight],
};

const at = (text: string): number => fromIso(text.includes('T') ? text : `${text}T08:00:00.000Z`);
const day = (instant: number | null | undefined): string | null =>
  instant === null || instant === undefined ? null : toIso(instant).slice(0, 10);

function isDailyScan(date: string): boolean {
  return date <= '2026-05-15' || date >= '2026-06-03';
}

function sawFlaw(situation: Situation, scannedAt: number): boolean {
  const { installed, seenFixed, missingAgain } = situation;
  if (missingAgain !== undefined && scannedAt >= at(missingAgain)) return true;
  const fixed = installed ?? seenFixed;
  return fixed === undefined || scannedAt < at(fixed);
}

function scansOf(situation: Situation, knownOn: string): SufficientScan[] {
  const detected = situation.detected ?? '2026-05-01';
  const scan = (instant: number): SufficientScan => ({
    id: `scan ${toIso(instant)}`,
    at: instant,
    sawFlaw: sawFlaw(situation, instant),
  });
  if (situation.onlyScans) return situation.onlyScans.map((date) => scan(at(date)));
  const last = situation.retired !== undefined && situation.retired < knownOn ? situation.retired : knownOn;
  const scans = [scan(at(detected))];
  for (let date = addDays(detected.slice(0, 10), 1); date <= last; date = addDays(date, 1)) {
    if (isDailyScan(date)) scans.push(scan(at(date)));
  }
  return scans;
}

function factsOf(situation: Situation, knownOn: string): FindingFacts {
  const { exception } = situation;
  const installed = situation.installed === undefined ? [] : [at(situation.installed)];
  const released = situation.released?.includes('T') ? at(situation.released) : (situation.released ?? null);
  return {
    initial: {
      clocks: {
        firstDetectedAt: at(situation.detected ?? '2026-05-01'),
        released,
        evaluatedAt: situation.evaluated === undefined ? null : at(situation.evaluated),
      },
      attributes: { rank: situation.rank === undefined ? 'high' : situation.rank },
    },
    changes: (situation.changes ?? []).map(({ at: when, cause, rank, released: date }) => ({
      at: at(when),
      cause,
      ...(rank === undefined ? {} : { attributes: { rank } }),
      ...(date === undefined ? {} : { clocks: { released: date } }),
    })),
    evidence: {
      scans: scansOf(situation, knownOn),
      records: installed.map((when) => ({ package: 'openssl', at: when, state: 'fixed' })),
      packages: ['openssl'],
      load: 'not-needed',
    },
    leftAt: situation.retired === undefined ? null : at(situation.retired),
    adjudicated: false,
    exceptions:
      exception === undefined
        ? []
        : [
            {
              approval: {
                id: 'exception',
                approvedAt: at(exception.approved),
                expiresAt: exceptionExpiresAt(exception.lastDay, zone),
                revokedAt: null,
                suspendedAt: null,
              },
              from: at(exception.approved),
              until: null,
            },
          ],
  };
}

function expectRow(row: ObligationRow | undefined, expected: NonNullable<Question['rows']>[number]): void {
  expect(row && toIso(row.dueAt)).toBe(expected.due);
  if (expected.start) expect(row && toIso(row.clockStartAt)).toBe(expected.start);
  if (expected.basis) expect(row?.clockBasis).toBe(expected.basis);
  if (expected.validFrom) expect(row && toIso(row.validFrom)).toBe(expected.validFrom);
  if (expected.cause) expect(row && causeText(row)).toBe(expected.cause);
}

function expectAnswer(answer: RuleJudgement | undefined, question: Question): void {
  const { judgement, evidence } = answer ?? {};
  if (question.rows) {
    expect(answer?.rows).toHaveLength(question.rows.length);
    question.rows.forEach((row, index) => expectRow(answer?.rows[index], row));
  }
  if (question.outcome) expect(judgement?.outcome).toBe(question.outcome);
  if (question.adjusted) expect(judgement?.adjusted).toBe(question.adjusted);
  if (question.daysLate !== undefined) expect(judgement?.daysLate).toBe(question.daysLate);
  if (question.cohort) expect(judgement?.cohort).toBe(question.cohort);
  if (question.fixed !== undefined) expect(day(evidence?.fix.fixedAt)).toBe(question.fixed);
  if (question.verified !== undefined) expect(day(evidence?.fix.verifiedAt)).toBe(question.verified);
  if (question.reopened !== undefined) expect(day(evidence?.reopenedAt)).toBe(question.reopened);
}

function ask(situation: Situation, question: Question): RuleJudgement | undefined {
  const facts = factsOf(situation, question.knownOn ?? '2026-12-31');
  const asOf = endOfLocalDay(question.asOf, zone);
  const lives = judgeFinding(facts, { policies: policies[situation.policies ?? 'first'], asOf });
  if (question.lives !== undefined) expect(lives).toHaveLength(question.lives);
  return lives[question.life ?? 0]?.rules.find(({ rule }) => rule === question.rule);
}

describe('worked examples of the clock semantics', () => {
  it('are the seventeen of the table', () => {
    expect(workedExamples.map(({ number }) => number)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
  });

  it.each(workedExamples)('$number. $facts → $result', ({ situations }) => {
    for (const situation of situations) {
      for (const question of situation.questions) expectAnswer(ask(situation, question), question);
    }
  });

  it('5. in words: the first row is in force to the re-rank, the second from it', () => {
    const situation = workedExamples[4]?.situations[0];
    const answer = situation && ask(situation, { rule: 'own', asOf: '2026-05-04' });
    expect(answer?.inForce).toBe(answer?.rows[1]);
    expect(answer?.judgement?.outcome).toBe('pending');
  });

  it('16. in words: row 1 counts while operations follow row 2; 17: row 1 never counts', () => {
    const [sixteen, seventeen] = [workedExamples[15]?.situations[0], workedExamples[16]?.situations[0]];
    const late = sixteen && ask(sixteen, { rule: 'own', asOf: '2026-06-25' });
    expect(late?.counted).toBe(late?.rows[0]);
    expect(late?.inForce && earliestBinding([late.inForce])).toBe(late?.rows[1]);
    const early = seventeen && ask(seventeen, { rule: 'own', asOf: '2026-05-25' });
    expect(early?.counted).toBe(early?.rows[1]);
  });
});
