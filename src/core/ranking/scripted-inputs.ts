import type { CveFacts, CvssFact, RankInputs } from './rank-inputs.ts';

/** A CVSS v3.1 score of the NVD; only its number matters to a test. */
export function cvss(score: number, version: CvssFact['version'] = '3.1'): CvssFact {
  return { score, version, source: 'nvd@nist.gov', vector: `CVSS:${version}/scripted` };
}

export function epss(score: number): NonNullable<CveFacts['epss']> {
  return { score, percentile: 0.5, model: 'v2025.03.14', day: '2026-05-10' };
}

/** CISA's decision, not automatable and of partial impact. */
export function ssvc(
  exploitation: NonNullable<CveFacts['ssvc']>['exploitation'],
): NonNullable<CveFacts['ssvc']> {
  return { exploitation, automatable: false, impact: 'partial' };
}

/** One CVE of which nothing is known but what is given. */
export function cveFacts(known: Partial<CveFacts> = {}): CveFacts {
  return { cve: 'CVE-2026-1000', cvss: null, epss: null, kev: null, ssvc: null, ...known };
}

/** A fix without a vendor's severity and without CVEs on an internal asset outside every audit scope. */
export function rankInputs(known: Partial<RankInputs> = {}): RankInputs {
  return {
    severity: null,
    rating: null,
    knownExploited: null,
    cves: [],
    criticality: 'medium',
    exposure: 'internal',
    scopes: [],
    environment: 'production',
    controls: [],
    ...known,
  };
}
