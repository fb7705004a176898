import { windowStart } from './due.ts';
import { decideFixedAt } from './fixed-at.ts';
import type { FixedAt, FixEvidence } from './fixed-at.ts';
import { judgedAt } from './obligation.ts';
import type { ObligationRow } from './obligation.ts';
import { evidenceOf } from './reopening.ts';
import type { Episode } from './reopening.ts';

/** What the sufficient scans of one life of a finding say about one row, as of an instant. */
export interface EvidenceAtDue {
  readonly fix: FixedAt;
  readonly sawFlawAfterDue: boolean;
  readonly coveredAtDue: boolean;
  readonly sufficientSinceDue: boolean;
  /** The scan that voided a closure which stood at `asOf`; listed as "reopened". */
  readonly reopenedAt: number | null;
}

/**
 * Sums up scans for the judgement of one row. Scans after `asOf` do not count, except that a known reopening
 * voids a closure also in answers about days before it.
 */
export function evidenceAtDue(
  evidence: FixEvidence,
  episode: Episode,
  row: ObligationRow,
  { asOf, coverageWindow }: { readonly asOf: number; readonly coverageWindow: string },
): EvidenceAtDue {
  const voided = episode.voided.findLast(({ verifiedAt }) => verifiedAt <= asOf) ?? null;
  const horizon = Math.max(asOf, voided?.reopenedAt ?? -Infinity);
  const scans = episode.scans.filter(({ at }) => at <= horizon);
  const at = judgedAt(row);
  const from = windowStart(at, coverageWindow, row.zone);
  return {
    fix: decideFixedAt({ ...evidenceOf(evidence, episode), scans }),
    sawFlawAfterDue: scans.some((scan) => scan.sawFlaw && scan.at > row.dueAt),
    coveredAtDue: scans.some((scan) => from <= scan.at && scan.at <= at),
    sufficientSinceDue: scans.some((scan) => scan.at > row.dueAt),
    reopenedAt: voided?.reopenedAt ?? null,
  };
}
