import type { Rank } from '#core/policy/rank.ts';

export const severities = ['critical', 'high', 'medium', 'low'] as const;

/** How bad a vendor says its advisory is. */
export type Severity = (typeof severities)[number];

const rankOfSeverity: Record<Severity, Rank> = {
  critical: 'severe',
  high: 'high',
  medium: 'medium',
  low: 'low',
};

/** What an advisory says of its urgency. */
export interface Urgency {
  readonly severity: Severity | null;
  /** Day since which it is known to be exploited, `YYYY-MM-DD`; null = not known to be. */
  readonly knownExploited: string | null;
}

/**
 * Rank of what an advisory fixes: known exploited or critical is severe, else as the vendor says; null = not
 * ranked, which counts as high until it is (`effectiveRank`).
 * @example rankOf({ severity: 'low', knownExploited: '2026-11-18' }) // 'severe'
 */
export function rankOf({ severity, knownExploited }: Urgency): Rank | null {
  if (knownExploited !== null) return 'severe';
  return severity === null ? null : rankOfSeverity[severity];
}
