import type { RankInputKind } from '#core/ranking/rank-rule.ts';

const words: Readonly<Record<RankInputKind, string>> = {
  kev: 'Known exploited',
  ransomware: 'Ransomware',
  ssvc: 'SSVC',
  cvss: 'CVSS',
  epss: 'EPSS',
  severity: 'Severity',
  exposure: 'Exposure',
  scope: 'Scope',
  criticality: 'Criticality',
  environment: 'Environment',
  control: 'Control',
};

/** The name of an input of the rank. */
export function factorWord(input: RankInputKind): string {
  return words[input];
}
