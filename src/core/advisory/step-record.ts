import { decisionInvalid, textOf } from '../ranking/decision-text.ts';

/** How a person verified a step that a fix asks for besides installing. */
export interface StepVerification {
  readonly checked: string;
  readonly how: string;
  /** When it was checked: an ISO instant, or a day. */
  readonly when: string;
  /** What an auditor can open, or the text itself. */
  readonly evidence: string;
}

/** A verification, or why one is taken back. */
export type StepContent = StepVerification | { readonly reason: string };

/** Shortest text of a record, in characters. */
const MIN = 5;
const WHEN = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * The four fields of a verification.
 * @param now UTC ms; nothing was checked after it
 * @throws AppError DECISION_INVALID with the field
 */
export function validateStep(
  said: Readonly<Record<keyof StepVerification, string>>,
  now: number,
): StepVerification {
  const when = said.when.trim();
  const at = WHEN.test(when) ? Date.parse(when) : Number.NaN;
  if (Number.isNaN(at))
    throw decisionInvalid('when', 'must be a day such as 2026-05-31, or an instant with its zone.');
  if (at > now) throw decisionInvalid('when', 'is after now.');
  return {
    checked: textOf(said.checked, 'checked', MIN),
    how: textOf(said.how, 'how', MIN),
    when,
    evidence: textOf(said.evidence, 'evidence', MIN),
  };
}

/** Why a verification no longer holds. @throws AppError DECISION_INVALID */
export function validateDoubt({ reason }: { readonly reason: string }): { readonly reason: string } {
  return { reason: textOf(reason, 'reason', MIN) };
}
