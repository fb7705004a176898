import { ranks } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';
import { cveFactors } from './cve-factors.ts';
import { decidingRule, rulesThatSpeak, situationOf } from './match-rule.ts';
import { missingInputs } from './missing-inputs.ts';
import type { RankFactor } from './rank-factor.ts';
import type { RankInputs } from './rank-inputs.ts';
import { rankMethods } from './rank-method.ts';
import type { RankMethodVersion } from './rank-method.ts';
import { rankInputKinds } from './rank-rule.ts';
import { surroundingFactors } from './surrounding-factors.ts';

export type { RankFactor } from './rank-factor.ts';

/** A rank with all that it rests on. */
export interface RankVerdict {
  /** null = not ranked, which counts as high until it is. */
  readonly rank: Rank | null;
  readonly method: RankMethodVersion;
  /** Id of the rule that decided. */
  readonly decidedBy: string;
  /** That rule in words. */
  readonly reason: string;
  /** A score is missing and something else stood in for it. */
  readonly fallback: boolean;
  /** The rank rests on exploitation that somebody saw. */
  readonly exploited: boolean;
  /** Deciding inputs first, then by effect; at most three CVEs for each input and ten controls. */
  readonly factors: readonly RankFactor[];
  /** What the method looks for and does not have. */
  readonly missing: readonly string[];
}

function compareFactors(a: RankFactor, b: RankFactor): number {
  const effects: readonly string[] = [...ranks, 'none'];
  return (
    Number(b.decides) - Number(a.decides) ||
    effects.indexOf(a.effect) - effects.indexOf(b.effect) ||
    rankInputKinds.indexOf(a.input) - rankInputKinds.indexOf(b.input)
  );
}

/** A line of the method names the vendor; where a scanner's rating stands in, the scanner. */
function byWhom(words: string, { ratedBy }: RankInputs): string {
  return ratedBy === undefined ? words : words.replaceAll('the vendor says', `the report of ${ratedBy} says`);
}

/**
 * Ranks one fix on one asset by a published method and says by which inputs. The order of CVEs, scopes and
 * controls does not matter.
 * @example rankFinding(2, inputs).decidedBy // 'cvss-critical-exposed'
 */
export function rankFinding(version: RankMethodVersion, inputs: RankInputs): RankVerdict {
  const method = rankMethods[version];
  const situation = situationOf(method, inputs);
  const speaking = rulesThatSpeak(method, situation);
  const rule = decidingRule(method, situation, speaking);
  const factors = [
    ...surroundingFactors(method, inputs, speaking, rule),
    ...cveFactors(method, situation, rule),
  ].map((factor) => ({ ...factor, weight: byWhom(factor.weight, inputs) }));
  return {
    rank: rule.rank,
    method: version,
    decidedBy: rule.id,
    reason: byWhom(rule.words, inputs),
    fallback: rule.fallback === true,
    exploited: rule.exploited === true,
    factors: factors.sort(compareFactors),
    missing: missingInputs(method, inputs, situation),
  };
}
