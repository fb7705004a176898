import { fieldsOf, memberOf, minReason, textOf, textsOf } from '../ranking/decision-text.ts';

/** Why a finding is none: each takes it out of the populations. */
export const findingVerdicts = ['false-positive', 'not-affected', 'duplicate', 'wrong-match'] as const;
/** Who is right where another tool's claim and our own scan disagree. */
export const claimVerdicts = ['scan-right', 'tool-right'] as const;

export type FindingVerdict = (typeof findingVerdicts)[number];
export type ClaimVerdict = (typeof claimVerdicts)[number];
export type AdjudicationVerdict = FindingVerdict | ClaimVerdict;

/** What an adjudication can be about: a finding, or what another tool says of an asset. */
export const adjudicationSubjects = ['finding', 'claim'] as const;
export type AdjudicationSubject = (typeof adjudicationSubjects)[number];

const verdictsOf = {
  finding: findingVerdicts,
  claim: claimVerdicts,
} as const satisfies Record<AdjudicationSubject, readonly AdjudicationVerdict[]>;

/** What a proposal says. */
export interface AdjudicationProposal {
  readonly verdict: AdjudicationVerdict;
  /** Ten characters or more. */
  readonly reason: string;
  /** Documents, tickets, addresses or scan lines; at least one. */
  readonly evidence: readonly string[];
}

/** What a person did. `person` is a person, not an account; `id` names a proposal. */
interface Said {
  /** Ms since 1970 UTC. */
  readonly at: number;
  readonly person: string;
  readonly id: string;
}

/** What happens to the adjudications of one finding or claim, in the order of the log. */
export type AdjudicationEvent =
  | {
      readonly kind: 'faced';
      readonly at: number;
      /** Scans and reports show it, not a person. */
      readonly person: null;
      /** The facts that an adjudication rests on, as one text. */
      readonly basis: string;
    }
  | ({
      readonly kind: 'proposed';
      /** The facts as they were when it was proposed. */
      readonly basis: string;
    } & Said &
      AdjudicationProposal)
  | ({ readonly kind: 'approved' } & Said)
  | ({ readonly kind: 'refused'; readonly reason: string } & Said)
  | ({ readonly kind: 'withdrawn'; readonly reason: string } & Said)
  | ({ readonly kind: 'reversed'; readonly reason: string } & Said);

/**
 * Checks a proposal from outside and returns only the known fields.
 * @throws AppError DECISION_INVALID with the field.
 */
export function validateAdjudication(subject: AdjudicationSubject, input: unknown): AdjudicationProposal {
  const fields = fieldsOf(input, ['verdict', 'reason', 'evidence']);
  return {
    verdict: memberOf<AdjudicationVerdict>(verdictsOf[subject], fields.get('verdict'), 'verdict'),
    reason: textOf(fields.get('reason'), 'reason', minReason),
    evidence: textsOf(fields.get('evidence'), 'evidence', 1),
  };
}
