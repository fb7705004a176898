import { decideFixedAt, inOrder } from './fixed-at.ts';
import type { FixEvidence, SufficientScan } from './fixed-at.ts';
import type { ClosedSpan } from './build-obligations.ts';

/** Reappearing within this time of `fixed_at` voids the closure; later it is a new finding. Days of 24 hours. */
export const reopenWindowMs = 90 * 86_400_000;

/** A closure that held until a scan saw the same flaw again within the window. */
export interface VoidedClosure {
  readonly fixedAt: number;
  readonly verifiedAt: number;
  readonly reopenedAt: number;
  readonly reopenedBy: string;
}

/** One life of a finding, from a first detection on. */
export interface Episode {
  readonly reopenNumber: number;
  readonly firstDetectedAt: number;
  /** The sufficient scans of this life, oldest first. */
  readonly scans: readonly SufficientScan[];
  readonly voided: readonly VoidedClosure[];
  /** First instant of the next life; null = this is the last one. Evidence of this life ends before it. */
  readonly endsAt: number | null;
}

/** Records of one life: those of an earlier or later one say nothing about it. */
export function evidenceOf(evidence: FixEvidence, episode: Episode): FixEvidence {
  const before = episode.endsAt ?? Infinity;
  return { ...evidence, scans: episode.scans, records: evidence.records.filter(({ at }) => at < before) };
}

/**
 * Splits the sufficient scans of one asset and fix into lives: seen again within 90 days of `fixed_at`, the
 * closure is void; later, a new finding with the next reopen number begins at that scan.
 */
export function episodesOf(evidence: FixEvidence, firstDetectedAt: number): Episode[] {
  const done: Episode[] = [];
  let current = { firstDetectedAt, scans: new Array<SufficientScan>(), voided: new Array<VoidedClosure>() };
  // An older scan without the flaw cannot have verified a fix of what was not there yet.
  for (const scan of inOrder(evidence.scans).filter(({ at }) => at >= firstDetectedAt)) {
    const mayReopen = scan.sawFlaw && current.scans.at(-1)?.sawFlaw === false;
    const closure = mayReopen ? decideFixedAt({ ...evidence, scans: current.scans }) : null;
    const wasClosed = closure !== null && closure.fixedAt !== null;
    if (wasClosed && scan.at - closure.fixedAt > reopenWindowMs) {
      done.push({ ...current, reopenNumber: done.length, endsAt: scan.at });
      current = { firstDetectedAt: scan.at, scans: [], voided: [] };
    } else if (wasClosed) {
      const { fixedAt, verifiedAt } = closure;
      current.voided.push({ fixedAt, verifiedAt, reopenedAt: scan.at, reopenedBy: scan.id });
    }
    current.scans.push(scan);
  }
  return [...done, { ...current, reopenNumber: done.length, endsAt: null }];
}

/** The spans in which a life was known to be closed, by its scans; the last one ends only with a reopening. */
export function closedSpans(episode: Episode, evidence: FixEvidence): ClosedSpan[] {
  const spans: ClosedSpan[] = episode.voided.map(({ verifiedAt, reopenedAt }) => ({
    from: verifiedAt,
    until: reopenedAt,
  }));
  const last = decideFixedAt(evidenceOf(evidence, episode));
  return last.verifiedAt === null ? spans : [...spans, { from: last.verifiedAt, until: null }];
}
