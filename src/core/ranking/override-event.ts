import type { Rank } from '../policy/rank.ts';
import { ranks } from '../policy/rank.ts';
import { fieldsOf, memberOf, minReason, textOf, textsOf } from './decision-text.ts';

/** What a person may ask for: a rank, or to go back to the one of the method. */
export type OverrideTarget = Rank | 'automatic';

/** What a proposal says. */
export interface OverrideProposal {
  readonly to: OverrideTarget;
  /** Ten characters or more. */
  readonly reason: string;
  /** Documents, tickets, addresses or scan lines; at least one. */
  readonly evidence: readonly string[];
}

/**
 * What happens to the rank of one finding, in the order of the log. `at` in ms since 1970 UTC; `person` is a person,
 * not an account; `id` names a proposal.
 */
export type OverrideEvent =
  | {
      readonly kind: 'ranked';
      readonly at: number;
      /** The method ranks, not a person. */
      readonly person: null;
      readonly rank: Rank | null;
      /** The rank rests on exploitation that somebody saw (`RankVerdict.exploited`). */
      readonly exploited: boolean;
    }
  | ({
      readonly kind: 'proposed';
      readonly at: number;
      readonly person: string;
      readonly id: string;
    } & OverrideProposal)
  | { readonly kind: 'approved'; readonly at: number; readonly person: string; readonly id: string }
  | {
      readonly kind: 'refused';
      readonly at: number;
      readonly person: string;
      readonly id: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'withdrawn';
      readonly at: number;
      readonly person: string;
      readonly id: string;
      readonly reason: string;
    };

/**
 * Checks a proposal from outside and returns only the known fields.
 * @throws AppError DECISION_INVALID with the field.
 */
export function validateProposal(input: unknown): OverrideProposal {
  const fields = fieldsOf(input, ['to', 'reason', 'evidence']);
  return {
    to: memberOf<OverrideTarget>([...ranks, 'automatic'], fields.get('to'), 'to'),
    reason: textOf(fields.get('reason'), 'reason', minReason),
    evidence: textsOf(fields.get('evidence'), 'evidence', 1),
  };
}
