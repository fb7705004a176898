import { effectiveRank, isAbove } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';
import type { OverrideProposal, OverrideTarget } from './override-event.ts';

/** The rank of the method. */
export interface AutomaticRank {
  readonly rank: Rank | null;
  readonly exploited: boolean;
}

/** A proposal with what became of it. */
export interface RankOverride extends OverrideProposal {
  readonly id: string;
  readonly proposedBy: string;
  readonly proposedAt: number;
  /** The automatic rank it was made against: when proposed, then when it took effect. */
  readonly basis: AutomaticRank;
  /** Second person; null = none was needed, or none has approved yet. */
  readonly approvedBy: string | null;
  /** Since when it holds; null = not yet, or never. */
  readonly activeFrom: number | null;
}

/** An override that holds: a rank, since an instant. */
export interface ActiveOverride extends RankOverride {
  readonly to: Rank;
  readonly activeFrom: number;
}

/** `completed` = a return to the automatic rank that has happened. */
export type OverrideEnding = 'withdrawn' | 'refused' | 'superseded' | 'voided' | 'completed';

export interface EndedOverride {
  readonly override: RankOverride;
  readonly at: number;
  readonly why: OverrideEnding;
  /** null = the method, not a person. */
  readonly by: string | null;
  /** One sentence or the person's reason. */
  readonly reason: string;
}

/** From when another rank was in force. */
export interface RankInForce {
  readonly at: number;
  readonly rank: Rank | null;
  readonly cause: 'automatic' | 'override';
}

export interface OverrideState {
  readonly automatic: AutomaticRank;
  readonly active: ActiveOverride | null;
  /** Waits for a second person. */
  readonly pending: RankOverride | null;
  /** In the order in which they ended. */
  readonly ended: readonly EndedOverride[];
  /** Every change of the rank in force, for the deadlines. */
  readonly changes: readonly RankInForce[];
}

/** Before the method has ranked and anybody has spoken. */
export const noOverride: OverrideState = {
  automatic: { rank: null, exploited: false },
  active: null,
  pending: null,
  ended: [],
  changes: [],
};

/** The rank that counts; null = not ranked, which counts as high until it is. */
export function rankInForce({ active, automatic }: Pick<OverrideState, 'active' | 'automatic'>): Rank | null {
  return active?.to ?? automatic.rank;
}

/**
 * True when a target needs a second person: it lowers the rank in force, or lies below what the method says. Going
 * back to the automatic rank from a higher override lowers it too.
 */
export function needsSecondPerson(state: OverrideState, to: OverrideTarget): boolean {
  const automatic = effectiveRank(state.automatic.rank);
  const wanted = to === 'automatic' ? automatic : to;
  return isAbove(effectiveRank(rankInForce(state)), wanted) || isAbove(automatic, wanted);
}

/**
 * True when a new automatic rank contradicts an override below it: it is higher than the one the override was made
 * against, is the first one there is, or rests on exploitation that was not known then.
 */
export function contradicts(automatic: AutomaticRank, { to, basis }: RankOverride): boolean {
  if (to === 'automatic' || !isAbove(effectiveRank(automatic.rank), to)) return false;
  return (
    isAbove(effectiveRank(automatic.rank), effectiveRank(basis.rank)) ||
    (automatic.exploited && !basis.exploited) ||
    (basis.rank === null && automatic.rank !== null)
  );
}
