import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { severities } from '../advisory/rank.ts';
import type { Rank } from '../policy/rank.ts';
import { rankFinding } from './rank-finding.ts';
import type { CvssFact, RankInputs } from './rank-inputs.ts';
import { addStatement, withReported } from './reported-rating.ts';
import type { ReportedRating, ReportedScore, ReportedStatement } from './reported-rating.ts';
import { cveFacts, cvss, epss, rankInputs } from './scripted-inputs.ts';

const CVE = 'CVE-2026-1000';

const score = (value: number, version: CvssFact['version'] = '3.1'): ReportedScore => ({
  cve: CVE,
  version,
  score: value,
  vector: '',
});
const says = (said: Partial<ReportedStatement> = {}): ReportedStatement => ({
  tool: 'Nessus',
  severity: null,
  cves: [CVE],
  scores: [],
  ...said,
});
const reported = (...said: readonly ReportedStatement[]): ReportedRating | null =>
  said.reduce<ReportedRating | null>(addStatement, null);

type Case = readonly [
  name: string,
  said: readonly ReportedStatement[],
  known: Partial<RankInputs>,
  rank: Rank | null,
  decidedBy: string,
];

/** Golden: what a scanner's report is worth beside what is published. */
const cases: readonly Case[] = [
  ['a score of the tool alone', [says({ scores: [score(7.5)] })], {}, 'high', 'cvss-high'],
  [
    'a critical score of the tool on the internet',
    [says({ scores: [score(9.8)] })],
    { exposure: 'internet' },
    'severe',
    'cvss-critical-exposed',
  ],
  [
    'the NVD’s score before the tool’s higher one',
    [says({ scores: [score(9.8)] })],
    { cves: [cveFacts({ cvss: cvss(5) })] },
    'medium',
    'cvss-medium',
  ],
  [
    'the tool’s v3 before a published v2',
    [says({ scores: [score(8)] })],
    { cves: [cveFacts({ cvss: cvss(5, '2.0') })] },
    'high',
    'cvss-high',
  ],
  [
    'the higher of two tools’ scores',
    [says({ scores: [score(5)] }), says({ tool: 'OpenVAS', scores: [score(7.2)] })],
    {},
    'high',
    'cvss-high',
  ],
  ['a rating without any score', [says({ severity: 'high' })], {}, 'high', 'vendor-high-unscored'],
  [
    'a critical rating without any score',
    [says({ severity: 'critical' })],
    {},
    'severe',
    'vendor-critical-unscored',
  ],
  [
    'a critical rating beside a score: the score counts, it is no vendor’s word',
    [says({ severity: 'critical', scores: [score(6.5)] })],
    { exposure: 'internet' },
    'medium',
    'cvss-medium',
  ],
  [
    'the vendor’s word before the tool’s rating',
    [says({ severity: 'critical' })],
    { severity: 'low' },
    'low',
    'vendor-low-unscored',
  ],
  [
    'a rating of a check without CVE',
    [says({ cves: [], severity: 'medium' })],
    {},
    'medium',
    'vendor-medium-unscored',
  ],
  [
    'a rating where one of two CVEs has no score',
    [says({ cves: [CVE, 'CVE-2026-2000'], severity: 'high', scores: [score(3)] })],
    {},
    'high',
    'vendor-high-unscored',
  ],
  [
    'exploitation that feeds know of, whatever the tool says',
    [says({ severity: 'low', scores: [score(2)] })],
    { cves: [cveFacts({ kev: { added: '2026-05-01', ransomware: null } })] },
    'severe',
    'kev',
  ],
  [
    'the prediction of a feed with the score of a tool',
    [says({ scores: [score(7)] })],
    { cves: [cveFacts({ epss: epss(0.3) })], exposure: 'internet' },
    'severe',
    'epss-exposed',
  ],
  [
    'a rejected CVE, whatever the tool scores it',
    [says({ scores: [score(9.9)] })],
    { cves: [cveFacts({ rejected: true })], exposure: 'internet' },
    null,
    'not-ranked',
  ],
  ['neither score nor rating', [says()], {}, null, 'not-ranked'],
  [
    'a score of a check without CVE',
    [says({ cves: [], scores: [{ ...score(7.5), cve: '' }] })],
    {},
    'high',
    'cvss-high',
  ],
  [
    'a score of a check without CVE that is worse than its rating',
    [says({ cves: [], severity: 'medium', scores: [{ ...score(7.5), cve: '' }] })],
    {},
    'high',
    'cvss-high',
  ],
  [
    'a rating of a check without CVE that is worse than its score',
    [says({ cves: [], severity: 'high', scores: [{ ...score(3), cve: '' }] })],
    {},
    'high',
    'vendor-high-unscored',
  ],
  [
    'a score of a check without CVE beside a lower one of a CVE',
    [says({ scores: [score(5), { ...score(9.1), cve: '' }] })],
    { exposure: 'internet' },
    'severe',
    'cvss-critical-exposed',
  ],
  [
    'a score of a check without CVE that is no score',
    [says({ cves: [], scores: [{ ...score(75), cve: '' }] })],
    {},
    null,
    'not-ranked',
  ],
];

describe('the rank of what another tool reports', () => {
  test.each(cases)('by %s', (_name, said, known, rank, decidedBy) => {
    const verdict = rankFinding(2, withReported(2, rankInputs(known), reported(...said)));
    expect({ rank: verdict.rank, decidedBy: verdict.decidedBy }).toEqual({ rank, decidedBy });
  });

  it('rests on the tool’s rating in method 1, which knows no scores', () => {
    const rating = reported(says({ severity: 'medium', scores: [score(9.8)] }));
    expect(rankFinding(1, withReported(1, rankInputs(), rating))).toMatchObject({
      rank: 'medium',
      reason: 'the report of Nessus says medium → medium',
    });
    expect(rankFinding(1, withReported(1, rankInputs({ severity: 'high' }), rating)).rank).toBe('high');
  });

  it('names the tool beside its score and its rating', () => {
    const said = [says({ severity: 'high' }), says({ tool: 'OpenVAS', severity: 'high' })];
    const { factors, missing } = rankFinding(2, withReported(2, rankInputs(), reported(...said)));
    expect(factors[0]).toMatchObject({
      input: 'severity',
      value: 'high, by the report of Nessus, OpenVAS',
      weight: 'no CVSS, the report of Nessus, OpenVAS says high → high',
    });
    expect(missing).toContain("the vendor's severity");
    const scored = rankFinding(2, withReported(2, rankInputs(), reported(says({ scores: [score(7.5)] }))));
    expect(scored.factors.map(({ value }) => value)).toContain('7.5 (3.1, reported by Nessus)');
  });

  it('shows a score without CVE, and does not call it missing', () => {
    const said = says({ cves: [], severity: 'medium', scores: [{ ...score(7.5, '3.0'), cve: '' }] });
    const { factors, missing } = rankFinding(2, withReported(2, rankInputs(), reported(said)));
    expect(factors[0]).toMatchObject({
      input: 'cvss',
      cve: null,
      value: '7.5 (3.0, reported by Nessus)',
      decides: true,
    });
    expect(missing).toEqual(['EPSS: no CVE that counts is named', "the vendor's severity"]);
  });

  it('is never lower for a score of a check without CVE', () => {
    const weight = (rank: Rank | null) => ['low', 'medium', 'high', 'severe'].indexOf(rank ?? 'high');
    const statement = fc.record({
      severity: fc.option(fc.constantFrom(...severities)),
      cves: fc.subarray([CVE]),
      scores: fc.array(
        fc.nat(10).map((value) => score(value)),
        { maxLength: 1 },
      ),
    });
    fc.assert(
      fc.property(statement, fc.nat(10), fc.constantFrom('internet', 'internal'), (said, value, exposure) => {
        const rankOf = (scores: readonly ReportedScore[]) =>
          rankFinding(2, withReported(2, rankInputs({ exposure }), reported(says({ ...said, scores }))));
        const without = rankOf(said.scores);
        const scored = rankOf([...said.scores, { ...score(value), cve: '' }]);
        if (without.rank !== null) expect(weight(scored.rank)).toBeGreaterThanOrEqual(weight(without.rank));
      }),
    );
  });

  it('is what it was without a report', () => {
    const inputs = rankInputs({ severity: 'low' });
    expect(withReported(2, inputs, null)).toBe(inputs);
  });
});

it('the statements of reports give the same rating in whatever order they come', () => {
  const statement = fc.record({
    tool: fc.constantFrom('Nessus', 'OpenVAS', 'Trivy'),
    severity: fc.option(fc.constantFrom(...severities)),
    cves: fc.subarray([CVE, 'CVE-2026-2000']),
    scores: fc.array(
      fc.record({
        cve: fc.constant(CVE),
        version: fc.constantFrom('3.1' as const, '2.0' as const),
        score: fc.nat(10),
        vector: fc.constantFrom('', 'AV:N'),
      }),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(
      fc
        .array(statement, { maxLength: 6 })
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(reported(...shuffled)).toEqual(reported(...all));
      },
    ),
  );
});
