/** Ranks from most to least urgent. */
export const ranks = ['severe', 'high', 'medium', 'low'] as const;

export type Rank = (typeof ranks)[number];

/** The rank whose limits hold: a finding not ranked yet is treated as high until it is. */
export function effectiveRank(rank: Rank | null): Rank {
  return rank ?? 'high';
}

/** True when `a` is more urgent than `b`. */
export function isAbove(a: Rank, b: Rank): boolean {
  return ranks.indexOf(a) < ranks.indexOf(b);
}
