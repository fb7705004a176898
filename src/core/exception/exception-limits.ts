import { ranks } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';

/** Roles that a policy may ask to approve. */
export const approverRoles = ['administrator', 'ciso', 'manager'] as const;

export type ApproverRole = (typeof approverRoles)[number];

/** One approval that is needed, and the roles that may give it. */
export type ApproverSeat = readonly ApproverRole[];

/** What a policy allows exceptions to be. */
export interface ExceptionLimits {
  /** Longest period from the day of approval, in days, by the worst rank covered. */
  readonly days: Readonly<Record<Rank, number>>;
  /** Approvals needed by the worst rank covered, each by another person. */
  readonly approvers: Readonly<Record<Rank, readonly ApproverSeat[]>>;
  /** How often one may be renewed. */
  readonly renewals: number;
  /** Whether the person who assessed it may approve it as well. */
  readonly assessorMayApprove: boolean;
}

/** No policy may allow more: a compensating control is reviewed every year (PCI DSS v4.0.1 Appendix B). */
export const maxDays = 365;

/** What holds where a policy says nothing of exceptions. */
export const defaultExceptionLimits: ExceptionLimits = {
  days: { severe: 30, high: 90, medium: 180, low: 365 },
  approvers: {
    severe: [['ciso'], ['manager']],
    high: [['manager', 'ciso']],
    medium: [['manager']],
    low: [['manager']],
  },
  renewals: 2,
  assessorMayApprove: false,
};

/** The worst of several ranks; without any, low. */
export function worstRank(among: readonly Rank[]): Rank {
  return ranks.find((rank) => among.includes(rank)) ?? 'low';
}
