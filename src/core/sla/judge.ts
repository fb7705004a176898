import { daysBetween, localDate } from './calendar.ts';
import type { LocalDate } from './calendar.ts';

/** `missed-not-rescanned` is shown as "missed, not yet rescanned"; `pending` is not yet judged. */
export type Outcome =
  'pending' | 'met' | 'missed' | 'missed-not-rescanned' | 'unknown' | 'censored' | 'adjudicated';

/** Everything the judgement of one row needs; the summary a list page can carry in one SQL row. */
export interface JudgementFacts {
  readonly dueAt: number;
  readonly validFrom: number;
  /** The policy's zone. */
  readonly zone: string;
  /** When the flaw was gone, see `decideFixedAt`; null = not known to be gone. */
  readonly fixedAt: number | null;
  readonly fixedBy: 'record' | 'scan' | null;
  /** First sufficient scan that saw it fixed. Later than `asOf` counts as not yet known. */
  readonly verifiedAt: number | null;
  /** A sufficient scan after due, and known, saw the flaw. */
  readonly sawFlawAfterDue: boolean;
  /** A sufficient scan lies in the coverage window before j. */
  readonly coveredAtDue: boolean;
  /** Any sufficient scan after due up to `asOf`. */
  readonly sufficientSinceDue: boolean;
  /** Retired or out of scope: later(effective from, recorded at). */
  readonly leftAt: number | null;
  readonly adjudicated: boolean;
  /** An exception that covers the finding was active at j. */
  readonly excepted: boolean;
  readonly asOf: number;
}

export interface Judgement {
  readonly outcome: Outcome;
  /** The outcome beside the raw one: `excepted` where an exception was active at j and it was not met. */
  readonly adjusted: Outcome | 'excepted';
  /** j = later(due, valid from). */
  readonly judgedAt: number;
  readonly cohort: LocalDate;
  /** Difference of local dates in the policy's zone; null unless missed. */
  readonly daysLate: number | null;
}

function outcomeOf(facts: JudgementFacts, at: number): Outcome {
  const { dueAt, asOf, leftAt } = facts;
  const verified = facts.verifiedAt !== null && facts.verifiedAt <= asOf;
  if (facts.adjudicated) return 'adjudicated';
  const closedBeforeLeaving = verified && leftAt !== null && (facts.verifiedAt ?? Infinity) <= leftAt;
  if (leftAt !== null && leftAt <= at && leftAt <= asOf && !closedBeforeLeaving) return 'censored';
  if (asOf < at) return 'pending';
  const fixedAt = verified ? facts.fixedAt : null;
  if (fixedAt !== null && fixedAt <= dueAt) return 'met';
  if (facts.sawFlawAfterDue) return 'missed';
  if (fixedAt !== null && (facts.fixedBy === 'record' || facts.coveredAtDue)) return 'missed';
  return facts.coveredAtDue && !facts.sufficientSinceDue ? 'missed-not-rescanned' : 'unknown';
}

/** The local day up to which lateness runs: the fix, the retirement or the day of asking. */
function lateUntil(facts: JudgementFacts): number {
  const verified = facts.verifiedAt !== null && facts.verifiedAt <= facts.asOf;
  return Math.min(verified ? (facts.fixedAt ?? Infinity) : Infinity, facts.leftAt ?? Infinity, facts.asOf);
}

function daysLateOf(facts: JudgementFacts, outcome: Outcome): number | null {
  if (outcome !== 'missed' && outcome !== 'missed-not-rescanned') return null;
  return daysBetween(localDate(facts.dueAt, facts.zone), localDate(lateUntil(facts), facts.zone));
}

function isExcepted(facts: JudgementFacts, outcome: Outcome): boolean {
  const counts = outcome === 'missed' || outcome === 'missed-not-rescanned' || outcome === 'unknown';
  return facts.excepted && counts;
}

/**
 * Judges one row at `asOf`: met, missed, missed but not yet rescanned, unknown, or not counted. Whether the
 * row is the one that counts is decided by `countedRow`.
 */
export function judge(facts: JudgementFacts): Judgement {
  const judgedAt = Math.max(facts.dueAt, facts.validFrom);
  const outcome = outcomeOf(facts, judgedAt);
  return {
    outcome,
    adjusted: isExcepted(facts, outcome) ? 'excepted' : outcome,
    judgedAt,
    cohort: localDate(judgedAt, facts.zone),
    daysLate: daysLateOf(facts, outcome),
  };
}
