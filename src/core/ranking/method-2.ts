import type { RankMethod } from './rank-rule.ts';

/** CVSS bands are those of the v3.1 and v4.0 specifications (FIRST); EPSS is a probability within 30 days. */
const from = { critical: 9, high: 7, medium: 4, epss: 0.1 } as const;

/** PCI DSS: cardholder data environment; HIPAA: electronic protected health information. */
const protectedScopes = ['pci-cde', 'ephi'] as const;

const critical = `CVSS ≥ ${from.critical.toFixed(1)}`;
const high = `CVSS ≥ ${from.high.toFixed(1)}`;
const medium = `CVSS ≥ ${from.medium.toFixed(1)}`;
const epss = `EPSS ≥ ${from.epss}`;
const complete = 'with every CVE scored or rated by the vendor';
const unused = 'does not change the rank in method 2';

/**
 * Scores in their surroundings: exploitation first, then scores by where the asset stands, then the vendor's word
 * where a score is missing. PCI DSS v4.0.1 6.3.1: best practice and the possible impact on this environment.
 */
export const method2 = {
  version: 2,
  title: 'Exploitation, scores and surroundings',
  exposed: ['internet', 'partner'],
  rules: [
    {
      id: 'advisory-exploited',
      rank: 'severe',
      when: { advisoryExploited: true },
      words: 'the advisory says that it is exploited → severe',
      exploited: true,
    },
    {
      id: 'kev',
      rank: 'severe',
      when: { kev: true },
      words: 'listed in CISA KEV → severe',
      exploited: true,
    },
    {
      id: 'ssvc-active',
      rank: 'severe',
      when: { ssvcActive: true },
      words: 'SSVC exploitation active → severe',
      exploited: true,
    },
    {
      id: 'cvss-critical-exposed',
      rank: 'severe',
      when: { cvssFrom: from.critical, exposed: true },
      words: `${critical} on an exposed asset → severe`,
    },
    {
      id: 'cvss-critical-scope',
      rank: 'severe',
      when: { cvssFrom: from.critical, scope: protectedScopes },
      words: `${critical} on a CDE or ePHI asset → severe`,
    },
    {
      id: 'epss-exposed',
      rank: 'severe',
      when: { epssFrom: from.epss, cvssFrom: from.high, exposed: true },
      words: `${epss} with ${high} on an exposed asset → severe`,
    },
    {
      id: 'epss-exposed-unscored',
      rank: 'severe',
      when: { epssFrom: from.epss, unscored: true, severity: ['critical', 'high'], exposed: true },
      words: `${epss}, no CVSS, the vendor says high or critical, on an exposed asset → severe`,
      fallback: true,
    },
    {
      id: 'vendor-critical-exposed',
      rank: 'severe',
      when: { severity: ['critical'], exposed: true },
      words: 'the vendor says critical, on an exposed asset → severe',
    },
    {
      id: 'vendor-critical-scope',
      rank: 'severe',
      when: { severity: ['critical'], scope: protectedScopes },
      words: 'the vendor says critical, on a CDE or ePHI asset → severe',
    },
    {
      id: 'vendor-critical-unscored',
      rank: 'severe',
      when: { severity: ['critical'], unscored: true },
      words: 'no CVSS, the vendor says critical → severe',
      fallback: true,
    },
    { id: 'cvss-high', rank: 'high', when: { cvssFrom: from.high }, words: `${high} → high` },
    { id: 'epss-high', rank: 'high', when: { epssFrom: from.epss }, words: `${epss} → high` },
    {
      id: 'vendor-critical',
      rank: 'high',
      when: { severity: ['critical'] },
      words: 'the vendor says critical, elsewhere → high',
    },
    {
      id: 'vendor-high-unscored',
      rank: 'high',
      when: { severity: ['high'], unscored: true },
      words: 'no CVSS, the vendor says high → high',
      fallback: true,
    },
    {
      id: 'cvss-medium',
      rank: 'medium',
      when: { cvssFrom: from.medium, allRated: true },
      words: `${medium}, ${complete} → medium`,
    },
    {
      id: 'vendor-medium-unscored',
      rank: 'medium',
      when: { severity: ['medium'], unscored: true },
      words: 'no CVSS, the vendor says medium → medium',
      fallback: true,
    },
    {
      id: 'cvss-low',
      rank: 'low',
      when: { cvssFrom: 0, allRated: true },
      words: `CVSS below ${from.medium.toFixed(1)}, ${complete} → low`,
    },
    {
      id: 'vendor-low-unscored',
      rank: 'low',
      when: { severity: ['low'], unscored: true },
      words: 'no CVSS, the vendor says low → low',
      fallback: true,
    },
  ],
  otherwise: {
    id: 'not-ranked',
    rank: null,
    when: {},
    words: 'a CVE without CVSS, no word of the vendor → not ranked, counts as high until it is',
  },
  needs: ['cvss', 'epss', 'severity', 'exposure'],
  idle: {
    kev: unused,
    ransomware: 'no weight of its own: a KEV listing is severe already',
    ssvc: 'only active exploitation changes the rank in method 2',
    cvss: unused,
    epss: `below ${from.epss}: lowers nothing`,
    severity: 'counts where a CVSS score is missing, or when it is critical',
    exposure: 'no input reaches a limit that depends on it',
    scope: 'no input reaches a limit that depends on it',
    criticality: unused,
    environment: unused,
    control: 'lowers nothing by itself',
  },
} as const satisfies RankMethod;
