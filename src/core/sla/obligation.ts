import type { Binding } from '../policy/policy.ts';
import type { ClockBasis } from './clock.ts';

export type ObligationKind = 'finding' | 'scan' | 'review' | 'retention';

/**
 * What made a row necessary. `advisory` covers a release or advisory date learnt later, `withdrawn` a fix that its
 * vendor took back.
 */
export type CauseKind =
  | 'first'
  | 'policy'
  | 're-rank'
  | 'kev'
  | 'exposure'
  | 'scope'
  | 'unit'
  | 'advisory'
  | 'superseded'
  | 'withdrawn';

/** One deadline of one finding under one rule. Rows are appended, never edited. */
export interface ObligationRow {
  readonly kind: ObligationKind;
  /** Rule id of the policy. */
  readonly rule: string;
  readonly binding: Binding;
  readonly policyVersion: number;
  /** The policy's zone: due dates and cohort days are counted and shown in it. */
  readonly zone: string;
  readonly clockStartAt: number;
  readonly clockBasis: ClockBasis;
  readonly limit: string;
  readonly dueAt: number;
  /** Instant from which the row is in force. */
  readonly validFrom: number;
  readonly cause: CauseKind;
  /** From `validFrom` on the rule no longer applies to the finding: never judged, never a deadline. */
  readonly withdrawn: boolean;
}

/** The cause as it is shown: `policy 8`, `re-rank`. */
export function causeText(row: Pick<ObligationRow, 'cause' | 'policyVersion'>): string {
  return row.cause === 'policy' ? `policy ${row.policyVersion}` : row.cause;
}

/** When the row at `index` stops being in force: the next row's `validFrom`; null = still in force. */
export function validTo(rows: readonly ObligationRow[], index: number): number | null {
  return rows[index + 1]?.validFrom ?? null;
}

/** The row of one rule that is in force at an instant; null before the first and after a withdrawal. */
export function rowInForce(rows: readonly ObligationRow[], at: number): ObligationRow | null {
  const row = rows.findLast(({ validFrom }) => validFrom <= at);
  return row === undefined || row.withdrawn ? null : row;
}

/** Instant at which a row is judged if it is still in force then: later(due, valid from). */
export function judgedAt(row: Pick<ObligationRow, 'dueAt' | 'validFrom'>): number {
  return Math.max(row.dueAt, row.validFrom);
}

/** The one row of a rule that counts: the first that is still in force when it is judged. */
export function countedRow(rows: readonly ObligationRow[]): ObligationRow | null {
  const counted = rows.find(
    (row, index) => !row.withdrawn && judgedAt(row) < (validTo(rows, index) ?? Infinity),
  );
  return counted ?? null;
}

/** The deadline operations follow: the earliest due among binding rows (own policy or must). */
export function earliestBinding(inForce: readonly ObligationRow[]): ObligationRow | null {
  const binding = inForce.filter(
    (row) => !row.withdrawn && (row.binding === 'own' || row.binding === 'must'),
  );
  const byDue = (a: ObligationRow, b: ObligationRow): number =>
    a.dueAt - b.dueAt || (a.rule < b.rule ? -1 : 1);
  return binding.toSorted(byDue)[0] ?? null;
}
