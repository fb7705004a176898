import type { RankMethod } from './rank-rule.ts';

const unused = 'no weight in method 1';

/** The vendor's word: how `rankOf` of an advisory ranks. It looks at no score and at nothing of the asset. */
export const method1 = {
  version: 1,
  title: "The vendor's word",
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
      id: 'vendor-critical',
      rank: 'severe',
      when: { severity: ['critical'] },
      words: 'the vendor says critical → severe',
    },
    { id: 'vendor-high', rank: 'high', when: { severity: ['high'] }, words: 'the vendor says high → high' },
    {
      id: 'vendor-medium',
      rank: 'medium',
      when: { severity: ['medium'] },
      words: 'the vendor says medium → medium',
    },
    { id: 'vendor-low', rank: 'low', when: { severity: ['low'] }, words: 'the vendor says low → low' },
  ],
  otherwise: {
    id: 'not-ranked',
    rank: null,
    when: {},
    words: 'the vendor says nothing → not ranked, counts as high until it is',
  },
  needs: ['severity'],
  idle: {
    kev: unused,
    ransomware: unused,
    ssvc: unused,
    cvss: unused,
    epss: unused,
    severity: 'the vendor gives none',
    exposure: unused,
    scope: unused,
    criticality: unused,
    environment: unused,
    control: 'lowers nothing by itself',
  },
} as const satisfies RankMethod;
