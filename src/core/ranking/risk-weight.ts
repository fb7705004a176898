import { effectiveRank } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';

/**
 * What an open finding weighs: rank weight × asset weight; asset weight = 1 + criticality + exposure + scope. Whole
 * numbers, so that a person can add them up. Nothing but the order of the queue rests on them.
 */
export const riskWeights = {
  rank: { severe: 8, high: 4, medium: 2, low: 1 },
  criticality: { low: 0, medium: 1, high: 2, critical: 3 },
  exposure: { internal: 0, partner: 1, internet: 2 },
  scope: { 'pci-connected': 1, 'pci-cde': 2, ephi: 2 },
  /** Not decided counts as high criticality and as reachable from the internet. */
  unknown: { criticality: 2, exposure: 2 },
} as const;

/** What of an asset weighs; null = nobody decided. */
export interface WeighedAsset {
  readonly criticality: string | null;
  readonly exposure: string | null;
  readonly scopes: readonly string[];
}

function weightOf(table: Readonly<Record<string, number>>, value: string | null, unknown: number): number {
  return value !== null && Object.hasOwn(table, value) ? (table[value] ?? unknown) : unknown;
}

/** Weight of an asset, 1 to 8: of several scopes the heaviest counts. */
export function assetWeight({ criticality, exposure, scopes }: WeighedAsset): number {
  const { unknown } = riskWeights;
  return (
    1 +
    weightOf(riskWeights.criticality, criticality, unknown.criticality) +
    weightOf(riskWeights.exposure, exposure, unknown.exposure) +
    Math.max(0, ...scopes.map((scope) => weightOf(riskWeights.scope, scope, 0)))
  );
}

/** Weight of one open finding, 1 to 64. @example riskOf('severe', exposedCriticalCde) // 64 */
export function riskOf(rank: Rank | null, asset: WeighedAsset): number {
  return riskWeights.rank[effectiveRank(rank)] * assetWeight(asset);
}
