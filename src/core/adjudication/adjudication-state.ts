import type { AdjudicationProposal } from './adjudication-event.ts';

/** A proposal with what became of it. */
export interface Adjudication extends AdjudicationProposal {
  readonly id: string;
  readonly basis: string;
  readonly proposedBy: string;
  readonly proposedAt: number;
  /** Second person; null = none has approved yet. */
  readonly approvedBy: string | null;
  /** Since when it holds; null = not yet, or never. */
  readonly activeFrom: number | null;
}

/** An adjudication that two persons made, since an instant. */
export interface ActiveAdjudication extends Adjudication {
  readonly approvedBy: string;
  readonly activeFrom: number;
}

export type AdjudicationEnding = 'withdrawn' | 'refused' | 'reversed' | 'superseded' | 'voided';

export interface EndedAdjudication {
  readonly adjudication: Adjudication;
  readonly at: number;
  readonly why: AdjudicationEnding;
  /** null = what scans showed, not a person. */
  readonly by: string | null;
  /** One sentence or the person's reason. */
  readonly reason: string;
}

export interface AdjudicationState {
  /** The facts as scans last showed them; null = nothing stands open that could be adjudicated. */
  readonly basis: string | null;
  readonly active: ActiveAdjudication | null;
  /** Waits for a second person. */
  readonly pending: Adjudication | null;
  /** In the order in which they ended. */
  readonly ended: readonly EndedAdjudication[];
}

/** Before anybody has spoken. */
export const noAdjudication: AdjudicationState = { basis: null, active: null, pending: null, ended: [] };

/**
 * True where the facts are no longer those that it rests on. That the tool was right stands until the finding which it
 * opened is closed by proof: to end it when a version changes would close a finding without any.
 */
export function isOvertaken(basis: string, { verdict, basis: rested }: Adjudication): boolean {
  return basis !== rested && verdict !== 'tool-right';
}
