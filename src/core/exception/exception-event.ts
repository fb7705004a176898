import type { Rank } from '../policy/rank.ts';
import type { LocalDate } from '../time.ts';
import type { ExceptionCondition } from './exception-condition.ts';
import type { ExceptionContent } from './exception-content.ts';
import type { ApproverRole } from './exception-limits.ts';

interface Said {
  /** UTC ms. */
  readonly at: number;
  /** A person, not an account. */
  readonly person: string;
  /** The person away for whom a delegate decided. */
  readonly onBehalfOf?: string;
}

/** A finding that was asked for. */
export interface ExceptionTarget {
  readonly findingId: string;
  readonly assetId: string;
}

export const recommendations = ['approve', 'approve-shorter', 'refuse'] as const;

export type Recommendation = (typeof recommendations)[number];

/** What happens to one exception, in the order of the log. */
export type ExceptionEvent =
  | (Said & { readonly kind: 'drafted' | 'edited'; readonly content: ExceptionContent })
  | (Said & {
      readonly kind: 'requested';
      /** Of content and targets, see `contentHash`: what approvers approve. */
      readonly hash: string;
      readonly targets: readonly ExceptionTarget[];
    })
  | (Said & {
      readonly kind: 'assessed';
      readonly recommendation: Recommendation;
      readonly reason: string;
    })
  | (Said & {
      readonly kind: 'change-requested' | 'refused' | 'withdrawn' | 'revoked' | 'suspended';
      readonly reason: string;
    })
  | (Said & {
      readonly kind: 'approved';
      readonly hash: string;
      readonly reason: string;
      /** Last local day: that asked for, or an earlier one. */
      readonly until: LocalDate;
      /** First instant it no longer covers, see `exceptionExpiresAt`. */
      readonly expiresAt: number;
      /** Worst rank covered at this moment. */
      readonly level: Rank;
      /** Roles that the person held then. */
      readonly roles: readonly ApproverRole[];
      /** The approvals that the policy asks for at that level. */
      readonly seats: readonly (readonly ApproverRole[])[];
      /** What has to be met and by when; absent = nothing. */
      readonly conditions?: readonly ExceptionCondition[] | undefined;
    })
  | (Said & {
      readonly kind: 'condition-met';
      /** Its id. */
      readonly condition: string;
      /** What shows it. */
      readonly reason: string;
    });
