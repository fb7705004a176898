import type { Judgement } from './judge.ts';

/** Counts and shares of a population of judged obligations. Shares are 0 to 1; null = nothing was judged. */
export interface Compliance {
  /** Judged, without censored and adjudicated ones. */
  readonly all: number;
  readonly met: number;
  /** Includes those not yet rescanned. */
  readonly missed: number;
  readonly notRescanned: number;
  readonly unknown: number;
  readonly exceptedNotMet: number;
  /** Unknown counts as not met in the lower and as met in the upper end. */
  readonly raw: Range | null;
  /** The same over all − excepted not met. */
  readonly adjusted: Range | null;
}

export interface Range {
  readonly lower: number;
  readonly upper: number;
}

function rangeOf(met: number, unknown: number, all: number): Range | null {
  return all === 0 ? null : { lower: met / all, upper: (met + unknown) / all };
}

/** Counts judged obligations: pending, censored and adjudicated ones are not in the population. */
export function complianceOf(judgements: readonly Pick<Judgement, 'outcome' | 'adjusted'>[]): Compliance {
  const count = (test: (judgement: Pick<Judgement, 'outcome' | 'adjusted'>) => boolean): number =>
    judgements.filter(test).length;
  const met = count(({ outcome }) => outcome === 'met');
  const notRescanned = count(({ outcome }) => outcome === 'missed-not-rescanned');
  const missed = notRescanned + count(({ outcome }) => outcome === 'missed');
  const unknown = count(({ outcome }) => outcome === 'unknown');
  const exceptedNotMet = count(({ adjusted }) => adjusted === 'excepted');
  const unknownLeft = count(({ outcome, adjusted }) => outcome === 'unknown' && adjusted !== 'excepted');
  const all = met + missed + unknown;
  return {
    all,
    met,
    missed,
    notRescanned,
    unknown,
    exceptedNotMet,
    raw: rangeOf(met, unknown, all),
    adjusted: rangeOf(met, unknownLeft, all - exceptedNotMet),
  };
}
