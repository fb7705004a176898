import { describe, expect, test } from 'vitest';
import type { Rank } from '../policy/rank.ts';
import { rankFinding } from './rank-finding.ts';
import type { CveFacts, RankInputs } from './rank-inputs.ts';
import { rankMethods } from './rank-method.ts';
import { cveFacts, cvss, epss, rankInputs, ssvc } from './scripted-inputs.ts';

type Case = readonly [name: string, known: Partial<RankInputs>, rank: Rank | null, decidedBy: string];

const one = (known: Partial<CveFacts>): readonly CveFacts[] => [cveFacts(known)];
const scored = (score: number): readonly CveFacts[] => one({ cvss: cvss(score) });
const listed = { added: '2026-05-01', ransomware: null } as const;
const other = (known: Partial<CveFacts>): CveFacts => cveFacts({ cve: 'CVE-2026-2000', ...known });

const exploitation: readonly Case[] = [
  ['KEV with the lowest scores', { cves: one({ cvss: cvss(2.1), kev: listed }) }, 'severe', 'kev'],
  ['KEV and nothing else', { cves: one({ kev: listed }) }, 'severe', 'kev'],
  ['KEV against a vendor who says low', { severity: 'low', cves: one({ kev: listed }) }, 'severe', 'kev'],
  [
    'KEV with known ransomware use',
    { cves: one({ cvss: cvss(7.5), kev: { added: '2026-05-01', ransomware: true } }) },
    'severe',
    'kev',
  ],
  ['one of two CVEs in KEV', { cves: [...scored(4.3), other({ kev: listed })] }, 'severe', 'kev'],
  ['the advisory says exploited', { knownExploited: '2026-05-02' }, 'severe', 'advisory-exploited'],
  [
    'SSVC says exploitation is active',
    { cves: one({ cvss: cvss(5.4), ssvc: ssvc('active') }) },
    'severe',
    'ssvc-active',
  ],
  [
    'SSVC knows a proof of concept only',
    { cves: one({ cvss: cvss(5.4), ssvc: ssvc('poc') }) },
    'medium',
    'cvss-medium',
  ],
  ['a rejected CVE that KEV still lists', { cves: one({ kev: listed, rejected: true }) }, 'severe', 'kev'],
];

const scores: readonly Case[] = [
  ['9.0 on the internet', { cves: scored(9), exposure: 'internet' }, 'severe', 'cvss-critical-exposed'],
  ['9.0 towards a partner', { cves: scored(9), exposure: 'partner' }, 'severe', 'cvss-critical-exposed'],
  ['9.0, exposure not known', { cves: scored(9), exposure: null }, 'severe', 'cvss-critical-exposed'],
  ['8.9 on the internet', { cves: scored(8.9), exposure: 'internet' }, 'high', 'cvss-high'],
  ['10.0 inside, in no scope', { cves: scored(10) }, 'high', 'cvss-high'],
  ['9.0 inside the CDE', { cves: scored(9), scopes: ['pci-cde'] }, 'severe', 'cvss-critical-scope'],
  ['9.8 beside ePHI', { cves: scored(9.8), scopes: ['ephi'] }, 'severe', 'cvss-critical-scope'],
  ['8.9 inside the CDE', { cves: scored(8.9), scopes: ['pci-cde'] }, 'high', 'cvss-high'],
  ['9.8 connected to the CDE only', { cves: scored(9.8), scopes: ['pci-connected'] }, 'high', 'cvss-high'],
  ['7.0', { cves: scored(7) }, 'high', 'cvss-high'],
  ['6.9', { cves: scored(6.9) }, 'medium', 'cvss-medium'],
  ['4.0', { cves: scored(4) }, 'medium', 'cvss-medium'],
  ['3.9', { cves: scored(3.9) }, 'low', 'cvss-low'],
  ['0.0', { cves: scored(0) }, 'low', 'cvss-low'],
  [
    'v4 only',
    { cves: one({ cvss: cvss(9.3, '4.0') }), exposure: 'internet' },
    'severe',
    'cvss-critical-exposed',
  ],
  ['v2 only', { cves: one({ cvss: cvss(6.8, '2.0') }), exposure: 'internet' }, 'medium', 'cvss-medium'],
  ['the worst of several', { cves: [...scored(3.1), other({ cvss: cvss(7.2) })] }, 'high', 'cvss-high'],
  [
    'criticality and environment change nothing',
    { cves: scored(5), criticality: 'critical', environment: 'test' },
    'medium',
    'cvss-medium',
  ],
  [
    'a compensating control lowers nothing',
    { cves: scored(7.5), controls: [{ name: 'WAF', effect: 'blocks the path' }] },
    'high',
    'cvss-high',
  ],
];

const predictions: readonly Case[] = [
  ['0.1 with a low score', { cves: one({ cvss: cvss(2), epss: epss(0.1) }) }, 'high', 'epss-high'],
  ['0.0999 with a low score', { cves: one({ cvss: cvss(2), epss: epss(0.0999) }) }, 'low', 'cvss-low'],
  [
    '0.1 with 7.0 on the internet',
    { cves: one({ cvss: cvss(7), epss: epss(0.1) }), exposure: 'internet' },
    'severe',
    'epss-exposed',
  ],
  [
    '0.1 with 7.0, exposure not known',
    { cves: one({ cvss: cvss(7), epss: epss(0.1) }), exposure: null },
    'severe',
    'epss-exposed',
  ],
  [
    '0.0999 with 7.0 on the internet',
    { cves: one({ cvss: cvss(7), epss: epss(0.0999) }), exposure: 'internet' },
    'high',
    'cvss-high',
  ],
  [
    '0.1 with 6.9 on the internet',
    { cves: one({ cvss: cvss(6.9), epss: epss(0.1) }), exposure: 'internet' },
    'high',
    'epss-high',
  ],
  ['0.9 with 8.8 inside', { cves: one({ cvss: cvss(8.8), epss: epss(0.9) }) }, 'high', 'cvss-high'],
  [
    '0.9 with 8.8 inside the CDE',
    { cves: one({ cvss: cvss(8.8), epss: epss(0.9) }), scopes: ['pci-cde'] },
    'high',
    'cvss-high',
  ],
  [
    'the probability of one CVE and the score of another',
    { cves: [...one({ cvss: cvss(2), epss: epss(0.5) }), other({ cvss: cvss(8) })], exposure: 'internet' },
    'high',
    'cvss-high',
  ],
];

const missing: readonly Case[] = [
  ['nothing at all', {}, null, 'not-ranked'],
  ['nothing at all on the internet', { exposure: 'internet' }, null, 'not-ranked'],
  ['a CVE without any score', { cves: one({}) }, null, 'not-ranked'],
  ['a rejected CVE alone', { cves: one({ cvss: cvss(9.8), rejected: true }) }, null, 'not-ranked'],
  [
    'a rejected CVE beside a scored one',
    { cves: [...scored(5), other({ cvss: cvss(9.8), rejected: true })], exposure: 'internet' },
    'medium',
    'cvss-medium',
  ],
  ['EPSS below the limit alone', { cves: one({ epss: epss(0.002) }) }, null, 'not-ranked'],
  ['EPSS at the limit alone', { cves: one({ epss: epss(0.1) }) }, 'high', 'epss-high'],
  ['vendor critical, no CVE', { severity: 'critical' }, 'severe', 'vendor-critical-unscored'],
  ['vendor high, no score', { severity: 'high', cves: one({}) }, 'high', 'vendor-high-unscored'],
  ['vendor medium, no score', { severity: 'medium', cves: one({}) }, 'medium', 'vendor-medium-unscored'],
  ['vendor low, no score', { severity: 'low', cves: one({}) }, 'low', 'vendor-low-unscored'],
  [
    'vendor high and EPSS 0.1 without CVSS on the internet',
    { severity: 'high', cves: one({ epss: epss(0.1) }), exposure: 'internet' },
    'severe',
    'epss-exposed-unscored',
  ],
  [
    'one scored 9.8, one not scored, on the internet',
    { cves: [...scored(9.8), other({})], exposure: 'internet' },
    'severe',
    'cvss-critical-exposed',
  ],
  ['one scored 5.0, one not scored, no vendor', { cves: [...scored(5), other({})] }, null, 'not-ranked'],
  [
    'one scored 3.0, one not scored, vendor medium',
    { severity: 'medium', cves: [...scored(3), other({})] },
    'medium',
    'vendor-medium-unscored',
  ],
  [
    'one scored 5.0, one not scored, vendor low',
    { severity: 'low', cves: [...scored(5), other({})] },
    'medium',
    'cvss-medium',
  ],
  ['a score that is no number', { cves: scored(Number.NaN) }, null, 'not-ranked'],
  [
    'a score that is no number, vendor low',
    { severity: 'low', cves: scored(Number.NaN) },
    'low',
    'vendor-low-unscored',
  ],
  ['a score above its scale', { cves: scored(10.1), exposure: 'internet' }, null, 'not-ranked'],
  ['a probability above 1', { cves: one({ epss: epss(1.5) }) }, null, 'not-ranked'],
];

const vendor: readonly Case[] = [
  [
    'critical with 8.1 on the internet',
    { severity: 'critical', cves: scored(8.1), exposure: 'internet' },
    'severe',
    'vendor-critical-exposed',
  ],
  [
    'critical with 8.1 beside ePHI',
    { severity: 'critical', cves: scored(8.1), scopes: ['ephi'] },
    'severe',
    'vendor-critical-scope',
  ],
  ['critical with 5.0 inside', { severity: 'critical', cves: scored(5) }, 'high', 'vendor-critical'],
  ['high with 5.0', { severity: 'high', cves: scored(5) }, 'medium', 'cvss-medium'],
  [
    'low with 9.8 on the internet',
    { severity: 'low', cves: scored(9.8), exposure: 'internet' },
    'severe',
    'cvss-critical-exposed',
  ],
];

const groups = { exploitation, scores, predictions, missing, vendor };

describe.each(Object.entries(groups))('method 2, %s', (_, cases) => {
  test.each(cases)('%s', (_name, known, rank, decidedBy) => {
    const verdict = rankFinding(2, rankInputs(known));
    expect({ rank: verdict.rank, decidedBy: verdict.decidedBy }).toEqual({ rank, decidedBy });
  });
});

test('the golden cases reach every rule of method 2', () => {
  const reached = new Set(Object.values(groups).flatMap((cases) => cases.map(([, , , id]) => id)));
  const { rules, otherwise } = rankMethods[2];
  expect([...rules, otherwise].map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
});
