import { isAbove } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';
import { endOfLocalDay } from './calendar.ts';
import type { LocalDate } from './calendar.ts';

/** One approval of one exception. A suspended exception returns only as a new approval with its own instants. */
export interface ExceptionApproval {
  readonly id: string;
  readonly approvedAt: number;
  /** Exclusive, see `exceptionExpiresAt`. */
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly suspendedAt: number | null;
}

/** An approval as it covers one finding. */
export interface ExceptionCoverage {
  readonly approval: ExceptionApproval;
  readonly from: number;
  /** Exclusive; null = as long as the approval. */
  readonly until: number | null;
}

/** An upward or downward re-rank, or a KEV listing, with the rank that holds after it. */
export interface RankChange {
  readonly at: number;
  readonly kind: 're-rank' | 'kev';
  readonly before: Rank;
  readonly after: Rank;
}

/** First instant an exception no longer covers: the one after the last millisecond of its last local day. */
export function exceptionExpiresAt(lastDay: LocalDate, zone: string): number {
  return endOfLocalDay(lastDay, zone) + 1;
}

/** Active at t ⇔ approved_at ≤ t < min(expires_at, revoked_at, suspended_at): derived, so no job can be late. */
export function isActive(approval: ExceptionApproval, at: number): boolean {
  const end = Math.min(approval.expiresAt, approval.revokedAt ?? Infinity, approval.suspendedAt ?? Infinity);
  return approval.approvedAt <= at && at < end;
}

/** The coverage that excepts a finding at an instant; null = none. */
export function coverageAt(coverages: readonly ExceptionCoverage[], at: number): ExceptionCoverage | null {
  const covers = ({ approval, from, until }: ExceptionCoverage): boolean =>
    from <= at && at < (until ?? Infinity) && isActive(approval, at);
  return coverages.find(covers) ?? null;
}

/**
 * When coverage of a finding ends because it became more urgent than what was approved: the first upward
 * re-rank or KEV listing to a rank above the approval's level. null = it does not.
 */
export function coverageEndsAt(
  approvedLevel: Rank,
  from: number,
  changes: readonly RankChange[],
): number | null {
  const ends = changes.filter(
    ({ at, kind, before, after }) =>
      at >= from && (kind === 'kev' || isAbove(after, before)) && isAbove(after, approvedLevel),
  );
  return ends.length === 0 ? null : Math.min(...ends.map(({ at }) => at));
}
