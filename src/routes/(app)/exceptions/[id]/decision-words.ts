import { approversWords } from '#lib/components/ranking/rank-words.ts';
import type { ExceptionDocument } from '#lib/server/exceptions/get-exception.ts';

type Standing = Pick<ExceptionDocument['standing'], 'mayApprove' | 'mayReturn' | 'refusal'>;
type Required = Pick<ExceptionDocument['required'], 'approvals' | 'missing'>;

/** Whether the reader may decide; if not, why, and whom to ask or to add. */
export function rightWords(
  { mayApprove, mayReturn, refusal }: Standing,
  missing: Required['missing'],
): string {
  if (mayApprove) return 'You may decide: you neither asked for nor assessed this.';
  const waits = missing.map((one) => one.remedy ?? `Waits for ${approversWords(one)}.`).join(' ');
  const why = refusal?.message ?? 'You may not approve this.';
  return `${why} ${waits}${mayReturn ? ' You may assess or return it.' : ''}`.trim();
}

/** How many approvals are still missing after this one. */
export function approvalsWords({ approvals, missing }: Required): string {
  const left = missing.length - 1;
  if (approvals.length === 1 || left <= 0) return 'With your approval it is active at once.';
  return `After yours ${left === 1 ? 'one more approval is' : `${left} more approvals are`} needed.`;
}
