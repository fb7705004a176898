import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankOf, severities } from '../advisory/rank.ts';
import { effectiveRank, isAbove, ranks } from '../policy/rank.ts';
import { rankFinding } from './rank-finding.ts';
import type { RankFactor } from './rank-finding.ts';
import type { CveFacts, RankInputs } from './rank-inputs.ts';
import { rankMethods } from './rank-method.ts';
import { rankInputKinds } from './rank-rule.ts';
import { cveFacts, cvss, epss, rankInputs } from './scripted-inputs.ts';

const score = fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10);
const probability = fc.constantFrom(0, 0.0001, 0.05, 0.0999, 0.1, 0.1001, 0.5, 1);

const facts: fc.Arbitrary<CveFacts> = fc.record({
  cve: fc.integer({ min: 1000, max: 1009 }).map((n) => `CVE-2026-${n}`),
  cvss: fc.option(
    fc.record({
      score,
      version: fc.constantFrom('2.0', '3.0', '3.1', '4.0'),
      source: fc.constantFrom('nvd@nist.gov', 'secure@microsoft.com'),
      vector: fc.constant('CVSS:scripted'),
    }),
  ),
  epss: fc.option(
    fc.record({
      score: probability,
      percentile: fc.option(probability),
      model: fc.option(fc.constantFrom('v4', 'v5')),
      day: fc.constant('2026-05-10'),
    }),
  ),
  kev: fc.option(fc.record({ added: fc.constant('2026-05-01'), ransomware: fc.constantFrom(true, null) }), {
    freq: 1,
  }),
  ssvc: fc.option(
    fc.record({
      exploitation: fc.constantFrom('none', 'poc', 'active'),
      automatable: fc.boolean(),
      impact: fc.constantFrom('partial', 'total'),
    }),
  ),
  rejected: fc.boolean(),
});

const exposures: readonly (string | null)[] = ['internal', 'partner', 'internet', null];

const inputs: fc.Arbitrary<RankInputs> = fc.record({
  severity: fc.option(fc.constantFrom(...severities)),
  rating: fc.option(fc.constantFrom('Important', 'negligible')),
  knownExploited: fc.option(fc.constant('2026-05-02'), { freq: 1 }),
  cves: fc.array(facts, { maxLength: 6 }),
  criticality: fc.option(fc.constantFrom('low', 'medium', 'high', 'critical')),
  exposure: fc.constantFrom(...exposures),
  scopes: fc.subarray(['ephi', 'pci-cde', 'pci-connected']),
  environment: fc.option(fc.constantFrom('production', 'test')),
  controls: fc.array(fc.record({ name: fc.constantFrom('WAF', 'VLAN'), effect: fc.string() }), {
    maxLength: 3,
  }),
});

/** True when the first is less urgent than the second; not ranked counts as high. */
function isBelow(before: RankInputs, after: RankInputs): boolean {
  const [first, second] = [before, after].map((one) => effectiveRank(rankFinding(2, one).rank));
  return first !== undefined && second !== undefined && isAbove(first, second);
}

/** The same inputs with another first CVE. */
function withFirst(known: RankInputs, change: (first: CveFacts) => CveFacts): RankInputs {
  const [first, ...rest] = known.cves;
  return first === undefined ? known : { ...known, cves: [change(first), ...rest] };
}

describe('what may never lower a rank', () => {
  const law = (name: string, change: (known: RankInputs) => RankInputs): void =>
    test(name, () => {
      fc.assert(
        fc.property(inputs, (known) => !isBelow(known, change(known))),
        { numRuns: 2_000 },
      );
    });

  law('a KEV listing, which makes it severe', (known) =>
    withFirst(known, (first) => ({ ...first, kev: { added: '2026-05-11', ransomware: null } })),
  );
  law('exploitation that SSVC calls active', (known) =>
    withFirst(known, (first) => ({
      ...first,
      ssvc: { exploitation: 'active', automatable: false, impact: 'partial' },
    })),
  );
  law('a higher CVSS score', (known) =>
    withFirst(known, (first) => ({
      ...first,
      cvss: first.cvss && { ...first.cvss, score: Math.min(10, first.cvss.score + 1.1) },
    })),
  );
  law('a higher EPSS score', (known) =>
    withFirst(known, (first) => ({
      ...first,
      epss: first.epss && { ...first.epss, score: Math.min(1, first.epss.score + 0.06) },
    })),
  );
  law('one step more of exposure, or not knowing it', (known) => ({
    ...known,
    exposure: exposures[exposures.indexOf(known.exposure) + 1] ?? null,
  }));
  law('another audit scope', (known) => ({ ...known, scopes: [...known.scopes, 'pci-cde'] }));
  law('a vendor who goes from high to critical', (known) =>
    known.severity === 'high' ? { ...known, severity: 'critical' } : known,
  );
  law('another CVE beside a counted one', (known) =>
    known.cves.some(({ rejected }) => rejected !== true)
      ? { ...known, cves: [...known.cves, cveFacts({ cvss: cvss(1), epss: epss(0.01) })] }
      : known,
  );
});

describe('a verdict', () => {
  test('of method 1 is the rank of the advisory, whatever else is known', () => {
    fc.assert(fc.property(inputs, (known) => rankFinding(1, known).rank === rankOf(known)));
  });

  test('does not depend on the order of CVEs, scopes and controls', () => {
    fc.assert(
      fc.property(inputs, (known) => {
        const { cves, scopes, controls } = known;
        const turned = {
          ...known,
          cves: cves.toReversed(),
          scopes: scopes.toReversed(),
          controls: controls.toReversed(),
        };
        expect(rankFinding(2, turned)).toEqual(rankFinding(2, known));
      }),
    );
  });

  test('names the input that decided, unless nothing is known', () => {
    fc.assert(
      fc.property(inputs, (known) => {
        const { rank, factors } = rankFinding(2, known);
        const deciding = factors.filter(({ decides }) => decides);
        expect(deciding.length > 0).toBe(rank !== null);
        expect(deciding.every(({ effect }) => effect === rank)).toBe(true);
        expect(factors.slice(0, deciding.length)).toEqual(deciding);
      }),
    );
  });

  test('shows no input with an effect above the rank itself', () => {
    fc.assert(
      fc.property(inputs, (known) => {
        const { rank, factors } = rankFinding(2, known);
        const above = ({ effect }: RankFactor): boolean =>
          effect !== 'none' && isAbove(effect, effectiveRank(rank));
        expect(factors.filter(above)).toEqual([]);
      }),
    );
  });

  test('shows every input with what it contributes', () => {
    const known = rankInputs({
      severity: 'high',
      rating: 'Important',
      exposure: null,
      criticality: 'critical',
      controls: [{ name: 'WAF', effect: 'blocks the path' }],
      cves: [
        cveFacts({
          cvss: cvss(9.8),
          epss: epss(0.0999),
          kev: null,
          ssvc: { exploitation: 'poc', automatable: true, impact: 'total' },
        }),
      ],
    });
    const shown = rankFinding(2, known).factors.map(
      ({ input, value, effect, decides }) => `${input}: ${value} → ${effect}${decides ? ' decides' : ''}`,
    );
    expect(shown).toEqual([
      'cvss: 9.8 (3.1, nvd@nist.gov) → severe decides',
      'exposure: not known: counts as exposed → severe decides',
      'ssvc: exploitation poc, automatable, total impact → none',
      'epss: 0.0999 (percentile 0.5, v2025.03.14, 2026-05-10) → none',
      'severity: high ("Important") → none',
      'scope: none → none',
      'criticality: critical → none',
      'environment: production → none',
      'control: WAF: blocks the path → none',
    ]);
  });

  test('lists the CVEs that decide before worse ones that do not, and counts the rest', () => {
    const worse = [8.9, 8.1, 8.8, 8.7].map((score, n) =>
      cveFacts({ cve: `CVE-2026-200${n}`, cvss: cvss(score) }),
    );
    const decisive = cveFacts({ cve: 'CVE-2026-3000', cvss: cvss(7), epss: epss(0.1) });
    const { factors, decidedBy } = rankFinding(
      2,
      rankInputs({ cves: [...worse, decisive], exposure: 'internet' }),
    );
    expect(decidedBy).toBe('epss-exposed');
    const shown = factors.filter(({ input }) => input === 'cvss').map(({ cve, more }) => [cve, more]);
    expect(shown).toEqual([
      ['CVE-2026-3000', 0],
      ['CVE-2026-2000', 0],
      ['CVE-2026-2002', 2],
    ]);
  });

  test('does not miss the scores of a rejected CVE that KEV lists', () => {
    const listed = cveFacts({ rejected: true, kev: { added: '2026-05-01', ransomware: null } });
    const scored = cveFacts({ cve: 'CVE-2026-2000', cvss: cvss(5), epss: epss(0) });
    const { missing } = rankFinding(2, rankInputs({ severity: 'low', cves: [listed, scored] }));
    expect(missing).toEqual([]);
  });

  test('says what is missing and that something stood in for it', () => {
    const { fallback, missing } = rankFinding(
      2,
      rankInputs({ severity: 'medium', exposure: null, cves: [cveFacts({})] }),
    );
    expect(fallback).toBe(true);
    expect(missing).toEqual([
      'CVSS of CVE-2026-1000',
      'EPSS of CVE-2026-1000',
      'exposure of the asset: counts as exposed',
    ]);
  });

  test('does not miss the scores of a rejected CVE, but says that none counts', () => {
    const { missing } = rankFinding(2, rankInputs({ severity: 'low', cves: [cveFacts({ rejected: true })] }));
    expect(missing).toEqual(['CVSS: no CVE that counts is named', 'EPSS: no CVE that counts is named']);
  });

  test('cuts long texts and stays small with 2,000 CVEs, within 20 ms at worst', () => {
    const cves = Array.from({ length: 2_000 }, (_, n) =>
      cveFacts({
        cve: `CVE-2026-${10_000 + n}`,
        cvss: n % 7 === 0 ? null : { ...cvss((n % 90) / 10), source: 's'.repeat(1_000) },
        epss: epss((n % 100) / 1_000),
      }),
    );
    rankFinding(2, rankInputs({ cves }));
    const before = process.cpuUsage();
    for (let round = 0; round < 20; round += 1) rankFinding(2, rankInputs({ cves }));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 20 / 1_000).toBeLessThan(20);
    const { factors, missing } = rankFinding(2, rankInputs({ cves }));
    expect(factors.length).toBeLessThanOrEqual(rankInputKinds.length * 3);
    expect(factors.findLast(({ input }) => input === 'cvss')?.more).toBe(1_714 - 3);
    expect(Math.max(...factors.map(({ value }) => value.length))).toBe(120);
    expect(missing[0]).toBe('CVSS of CVE-2026-10000, CVE-2026-10007, CVE-2026-10014 and 283 more');
  });
});

describe('the methods', () => {
  test('keep one id for each rule, and every rank in the order of its urgency', () => {
    for (const { rules, otherwise } of Object.values(rankMethods)) {
      const ids = [...rules, otherwise].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const order = rules.map(({ rank }) => (rank === null ? -1 : ranks.indexOf(rank)));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  test('stand in the guide line by line', () => {
    const guide = readFileSync(new URL('../../../docs/guide/ranking.md', import.meta.url), 'utf8');
    const table = guide.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    for (const { rules, otherwise } of Object.values(rankMethods))
      for (const { id, words } of [...rules, otherwise])
        expect(
          table.some((cells) => cells.includes(`\`${id}\``) && cells.includes(words)),
          id,
        ).toBe(true);
  });
});
