import { ranks } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';
import { byCodeUnits } from './first-few.ts';
import { riskOf } from './risk-weight.ts';
import type { WeighedAsset } from './risk-weight.ts';

/** Open findings of one fix that weigh the same. */
export interface OpenFindings extends WeighedAsset {
  readonly rank: Rank | null;
  /** How many. */
  readonly count: number;
}

/** One vendor fix of one product with what is open of it. */
export interface QueueFix {
  readonly fix: string;
  readonly product: string;
  readonly about: 'security' | 'settings' | 'bugfix' | 'enhancement';
  /** Earliest due among its open findings, ms since 1970 UTC; null = no rule sets one. */
  readonly due: number | null;
  readonly open: readonly OpenFindings[];
}

/** A fix with what decides its place. */
export interface QueuedFix<Fix extends QueueFix> {
  readonly fix: Fix;
  /** From 1. */
  readonly place: number;
  /** Worst rank of what is open; null = nothing is open, or a feature update that nobody has ranked. */
  readonly rank: Rank | null;
  /** Risk removed by installing it everywhere: the sum of `riskOf` over its open findings. */
  readonly risk: number;
}

type Placed<Fix extends QueueFix> = Omit<QueuedFix<Fix>, 'place'>;

function isSecurity({ about }: QueueFix): boolean {
  return about === 'security' || about === 'settings';
}

/** A security fix that is not ranked counts as high; a feature update that is not ranked has no urgency. */
function worstRank(fix: QueueFix): Rank | null {
  const open = new Set(fix.open.filter(({ count }) => count > 0).map(({ rank }) => rank));
  if (isSecurity(fix) && open.has(null)) open.add('high');
  return ranks.find((rank) => open.has(rank)) ?? null;
}

/** Sum over the open findings of rank weight × asset weight. A feature update without a rank removes no risk. */
export function riskRemoved(fix: QueueFix): number {
  const counted = fix.open.filter(({ rank }) => isSecurity(fix) || rank !== null);
  return counted.reduce((sum, group) => sum + group.count * riskOf(group.rank, group), 0);
}

function rankOrder(rank: Rank | null): number {
  return rank === null ? ranks.length : ranks.indexOf(rank);
}

function dueOrder(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return (a ?? Infinity) - (b ?? Infinity);
}

/** What decides between two fixes, strongest first; the last one makes the order total. */
export const queueKeys = ['rank', 'security', 'due', 'risk', 'name'] as const;

export type QueueKey = (typeof queueKeys)[number];

type Compare = (a: Placed<QueueFix>, b: Placed<QueueFix>) => number;

const comparisons: Readonly<Record<QueueKey, Compare>> = {
  rank: (a, b) => rankOrder(a.rank) - rankOrder(b.rank),
  security: (a, b) => Number(isSecurity(b.fix)) - Number(isSecurity(a.fix)),
  due: (a, b) => dueOrder(a.fix.due, b.fix.due),
  risk: (a, b) => b.risk - a.risk,
  name: (a, b) => byCodeUnits(a.fix.fix, b.fix.fix) || byCodeUnits(a.fix.product, b.fix.product),
};

/** Why one fix stands before another: the first key in which they differ; null = the same fix. */
export function decidingKey(a: Placed<QueueFix>, b: Placed<QueueFix>): QueueKey | null {
  return queueKeys.find((key) => comparisons[key](a, b) !== 0) ?? null;
}

/** Negative = `a` comes first. */
export function compareQueued(a: Placed<QueueFix>, b: Placed<QueueFix>): number {
  const key = decidingKey(a, b);
  return key === null ? 0 : comparisons[key](a, b);
}

/**
 * The order in which fixes are to be installed: severe before everything, then by rank; within a rank security
 * before feature updates, the earliest due, the most risk removed, the name.
 */
export function orderQueue<Fix extends QueueFix>(fixes: readonly Fix[]): readonly QueuedFix<Fix>[] {
  const placed = fixes.map((fix) => ({ fix, rank: worstRank(fix), risk: riskRemoved(fix) }));
  return placed.sort(compareQueued).map((one, index) => ({ ...one, place: index + 1 }));
}
