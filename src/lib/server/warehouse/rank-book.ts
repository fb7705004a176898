import type { FindingAttributes } from '#core/policy/conditions.ts';
import type { AutomaticRank } from '#core/ranking/override-state.ts';
import { rankFinding } from '#core/ranking/rank-finding.ts';
import type { RankMethodVersion } from '#core/ranking/rank-method.ts';
import { rankInputsOf } from './rank-inputs-of.ts';
import type { AdviceFact } from './advice-book.ts';
import type { AdvisoryFact } from './advisory-fact.ts';
import type { RatingFact } from './rating-book.ts';

/**
 * What is known of a fix at one instant: what a document says of it, what feeds say of the installed version, and what
 * other tools report.
 */
export interface Told {
  readonly document?: AdvisoryFact;
  readonly advice?: AdviceFact;
  readonly reported?: RatingFact;
}

/** Ranks that were worked out already: thousands of findings share one fix in few surroundings. */
export interface RankBook {
  rankOf(method: RankMethodVersion, told: Told, asset: Omit<FindingAttributes, 'rank'>): AutomaticRank;
}

const notRanked: AutomaticRank = { rank: null, exploited: false };

export function createRankBook(): RankBook {
  const known = new WeakMap<object, Map<string, AutomaticRank>>();
  return {
    rankOf: (method, told, asset) => {
      const holder = told.advice ?? told.document ?? told.reported;
      if (!holder) return notRanked;
      const ranks = known.get(holder) ?? new Map<string, AutomaticRank>();
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
        // What holds the ranks need not be told from others.
        told.reported === holder ? null : told.reported?.text,
      ]);
      const found = ranks.get(place);
      if (found !== undefined) return found;
      const inputs = rankInputsOf(method, told, { exposure, scopes, environment });
      const { rank, exploited } = rankFinding(method, inputs);
      const automatic = { rank, exploited };
      ranks.set(place, automatic);
      return automatic;
    },
  };
}
