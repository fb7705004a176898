import type { Rank } from '../policy/rank.ts';
import type { LocalDate } from '../time.ts';
import type { ExceptionCondition, MetCondition } from './exception-condition.ts';
import type { ExceptionContent } from './exception-content.ts';
import type { ExceptionEvent, ExceptionTarget } from './exception-event.ts';

type EventOf<Kind extends ExceptionEvent['kind']> = Extract<ExceptionEvent, { readonly kind: Kind }>;

/** What people did; what time does to an approved one is derived, see `statusAt`. */
export type ExceptionStep =
  'draft' | 'requested' | 'in-assessment' | 'change-requested' | 'approved' | 'refused' | 'withdrawn';

export type ExceptionStatus =
  Exclude<ExceptionStep, 'approved'> | 'active' | 'suspended' | 'expired' | 'revoked';

/** The approval once all seats are filled. */
export interface Approval {
  readonly approvedAt: number;
  readonly until: LocalDate;
  /** Exclusive. */
  readonly expiresAt: number;
  readonly level: Rank;
  readonly revokedAt: number | null;
  /** By a person; what a lapsed control does is derived. */
  readonly suspendedAt: number | null;
  /** The first instant at which one of its conditions is not met in time; null = all are met. */
  readonly conditionLapsesAt: number | null;
}

export interface ExceptionState {
  readonly step: ExceptionStep;
  /** null = nothing has happened. */
  readonly content: ExceptionContent | null;
  readonly author: string | null;
  /** Everybody who drafted, edited or asked: none of them may decide. */
  readonly askers: readonly string[];
  readonly requestedBy: string | null;
  readonly requestedAt: number | null;
  readonly hash: string | null;
  readonly targets: readonly ExceptionTarget[];
  readonly assessors: readonly string[];
  /** Those that count: of this content, at this level. */
  readonly approvals: readonly EventOf<'approved'>[];
  readonly approval: Approval | null;
  /** Confirmations of conditions, of approvals that counted when they were given. */
  readonly met: readonly MetCondition[];
  /** Who decided, and when: approved, refused or withdrew it. */
  readonly decided: { readonly person: string; readonly at: number } | null;
}

export const noException: ExceptionState = {
  step: 'draft',
  content: null,
  author: null,
  askers: [],
  requestedBy: null,
  requestedAt: null,
  hash: null,
  targets: [],
  assessors: [],
  approvals: [],
  approval: null,
  met: [],
  decided: null,
};

/** What ends an approval, earliest first. */
export type ApprovalEnd = 'expired' | 'revoked' | 'suspended';

/**
 * When an approval stops covering and why: the earliest of its last day, its revocation, its suspension by a person,
 * a condition that was not met in time and the lapse of a control that it rests on. At the same instant the graver one
 * is named.
 */
export function endOfApproval(
  { expiresAt, revokedAt, suspendedAt, conditionLapsesAt }: Approval,
  lapsesAt: number | null,
): { readonly at: number; readonly why: ApprovalEnd } {
  const ends = [
    { at: revokedAt ?? Infinity, why: 'revoked' },
    {
      at: Math.min(...[suspendedAt, conditionLapsesAt, lapsesAt].map((at) => at ?? Infinity)),
      why: 'suspended',
    },
    { at: expiresAt, why: 'expired' },
  ] as const;
  return ends.reduce((first, next) => (next.at < first.at ? next : first));
}

/** The conditions of the approvals that count. */
export function conditionsOf({
  approvals,
}: Pick<ExceptionState, 'approvals'>): readonly ExceptionCondition[] {
  return approvals.flatMap(({ conditions }) => conditions ?? []);
}

/** Derived from instants, so that downtime cannot extend it. */
export function statusAt(
  { step, approval }: Pick<ExceptionState, 'step' | 'approval'>,
  at: number,
  lapsesAt: number | null,
): ExceptionStatus {
  if (step !== 'approved') return step;
  if (approval === null) return 'in-assessment';
  const end = endOfApproval(approval, lapsesAt);
  return at < end.at ? 'active' : end.why;
}
