import type { Rank } from '../policy/rank.ts';
import type { RankInputKind, RankMethod, RankRule } from './rank-rule.ts';

/** One input of a rank as it stands on the screen. */
export interface RankFactor {
  readonly input: RankInputKind;
  /** null = it belongs to the advisory or to the asset. */
  readonly cve: string | null;
  /** As shown, such as `9.8 (3.1, nvd@nist.gov)`. */
  readonly value: string;
  /** The rank that this input supports here; `none` = it changes nothing. */
  readonly effect: Rank | 'none';
  /** The line of the method that reads it, or why none does. */
  readonly weight: string;
  /** The deciding line reads this input. */
  readonly decides: boolean;
  /** On the last one of an input: how many more there are that are not listed. */
  readonly more: number;
}

const maxShown = 120;

/** Feeds and people write these texts: one that is too long for a line is cut. */
export function shownText(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text;
}

/** Adds what a rule makes of an input; without a rule, why the method gives it no weight. */
export function listedFactor(
  seen: Omit<RankFactor, 'effect' | 'weight'>,
  rule: RankRule | undefined,
  method: RankMethod,
): RankFactor {
  const { input, cve, value, decides, more } = seen;
  const effect = rule?.rank ?? 'none';
  return { input, cve, value, effect, weight: rule?.words ?? method.idle[input], decides, more };
}
