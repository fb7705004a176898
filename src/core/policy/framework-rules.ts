import { rankDuty } from './policy.ts';
import type { PolicyRule } from './policy.ts';
import type { Rank } from './rank.ts';

/** A limit that a framework sets, ready to be taken into a policy. */
export interface FrameworkRule {
  readonly id: string;
  /** As a list shows it. */
  readonly label: string;
  /** Where it stands. */
  readonly source: string;
  readonly rule: PolicyRule;
}

const limits = (severe: string, high = severe, medium = high, low = medium): Record<Rank, string> => ({
  severe,
  high,
  medium,
  low,
});

/**
 * Time limits of frameworks that a rule can express. A rule with a condition on the rank sets a deadline for those ranks
 * alone; the limits of the others are not used.
 */
export const frameworkRules: readonly FrameworkRule[] = [
  {
    id: 'pci-6.3.1',
    label: 'PCI DSS: every finding ranked within 7 days',
    source: 'PCI DSS v4.0.1, 6.3.1; the 7 days are this template’s',
    rule: rankDuty,
  },
  {
    id: 'pci-6.3.3',
    label: 'PCI DSS: critical within one month of release',
    source: 'PCI DSS v4.0.1, 6.3.3',
    rule: {
      id: 'pci-6.3.3',
      name: 'PCI DSS 6.3.3: critical patches within one month of release',
      clock: 'patch_released',
      limits: limits('P1M'),
      binding: 'must',
      conditions: { rank: ['severe'], scope: ['pci-cde', 'pci-connected'] },
    },
  },
  {
    id: 'hipaa-nprm-2025',
    label: 'HIPAA proposal: critical 15 days, high 30 days (not in force)',
    source: '90 FR 898 (6 January 2025), proposed 45 CFR 164.308(a)(4)',
    rule: {
      id: 'hipaa-nprm-2025',
      name: 'HIPAA proposal of 2025: critical 15, high 30 days',
      clock: 'later(patch_released, first_detected)',
      limits: limits('P15D', 'P30D'),
      binding: 'proposed',
      conditions: { rank: ['severe', 'high'], scope: ['ephi'] },
    },
  },
  {
    id: 'cisa-bod-26-04-kev',
    label: 'CISA BOD 26-04: known exploited and exposed within 14 days',
    source: 'CISA BOD 26-04, rows with kev=yes and exposed=yes',
    rule: {
      id: 'cisa-bod-26-04-kev',
      name: 'CISA BOD 26-04: known exploited on exposed assets',
      clock: 'earlier(kev_listed, first_detected)',
      limits: limits('P14D'),
      binding: 'advisory',
      conditions: { kev: true, exposure: ['internet'] },
    },
  },
  {
    id: 'fedramp-rev5',
    label: 'FedRAMP Rev. 5: high 30, moderate 90, low 180 days',
    source: 'FedRAMP Rev. 5 continuous monitoring',
    rule: {
      id: 'fedramp-rev5',
      name: 'FedRAMP Rev. 5: high 30, moderate 90, low 180 days',
      clock: 'first_detected',
      limits: limits('P30D', 'P30D', 'P90D', 'P180D'),
      binding: 'advisory',
    },
  },
];
