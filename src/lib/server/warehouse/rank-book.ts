import type { FindingAttributes } from '#core/policy/conditions.ts';
import type { Rank } from '#core/policy/rank.ts';
import { rankFinding } from '#core/ranking/rank-finding.ts';
import type { RankMethodVersion } from '#core/ranking/rank-method.ts';
import { rankInputsOf } from './rank-inputs-of.ts';
import type { AdviceFact } from './advice-book.ts';
import type { AdvisoryFact } from './advisory-fact.ts';

/** What is known of a fix at one instant: what a document says of it, and what feeds say of the installed version. */
export interface Told {
  readonly document?: AdvisoryFact;
  readonly advice?: AdviceFact;
}

/** Ranks that were worked out already: thousands of findings share one fix in few surroundings. */
export interface RankBook {
  /** null = nothing is known that ranks it. */
  rankOf(method: RankMethodVersion, told: Told, asset: Omit<FindingAttributes, 'rank'>): Rank | null;
}

export function createRankBook(): RankBook {
  const known = new WeakMap<object, Map<string, Rank | null>>();
  return {
    rankOf: (method, told, asset) => {
      const holder = told.advice ?? told.document;
      if (!holder) return null;
      const ranks = known.get(holder) ?? new Map<string, Rank | null>();
      known.set(holder, ranks);
      const { exposure = null, scopes = [], environment = null } = asset;
      const document = told.document;
      const place = JSON.stringify([
        method,
        exposure,
        scopes,
        environment,
        document?.severity,
        document?.knownExploited,
        document?.cves,
      ]);
      const found = ranks.get(place);
      if (found !== undefined) return found;
      const { rank } = rankFinding(method, rankInputsOf(method, told, { exposure, scopes, environment }));
      ranks.set(place, rank);
      return rank;
    },
  };
}
